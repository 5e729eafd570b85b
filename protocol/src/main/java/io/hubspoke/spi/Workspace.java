// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.spi;

import java.nio.file.Path;

/**
 * The folder in which tasks do their work, as an absolute path. It is a value so that later each task can be given its
 * own.
 *
 * @param directory exists and is a folder
 * @param scratch a folder of the hub's own for task files and output, created when needed
 */
public record Workspace(Path directory, Path scratch) {
    public Workspace {
        directory = directory.toAbsolutePath().normalize();
        scratch = scratch.toAbsolutePath().normalize();
    }
}
