// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.docs;

import io.hubspoke.app.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/** The command {@code hubspoke} as a process of its own, from the classes of this build. */
final class HubspokeProcess {
    private HubspokeProcess() {}

    /** Puts a {@code hubspoke} into a folder, which then goes to the front of the path. */
    static Path onPath(Path bin) throws IOException {
        Path script = bin.resolve("hubspoke");
        if (Files.exists(script)) return bin;
        Files.createDirectories(bin);
        String command =
                Program.command(List.of()).stream().map("'%s'"::formatted).collect(Collectors.joining(" "));
        Files.writeString(script, "#!/bin/sh\nexec %s \"$@\"\n".formatted(command));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin;
    }
}
