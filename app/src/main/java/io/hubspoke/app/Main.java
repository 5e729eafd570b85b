// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app;

import io.hubspoke.app.cli.Cli;
import io.hubspoke.app.cli.Surroundings;

/** Starts the command line. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Cli.run(Surroundings.ofProcess(), arguments));
    }
}
