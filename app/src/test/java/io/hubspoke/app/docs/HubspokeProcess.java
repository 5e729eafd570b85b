// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.docs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The command {@code hubspoke} as a process of its own, from the classes of this build. */
final class HubspokeProcess {
    private HubspokeProcess() {}

    /** Puts a {@code hubspoke} into a folder, which then goes to the front of the path. */
    static Path onPath(Path bin) throws IOException {
        Path script = bin.resolve("hubspoke");
        if (Files.exists(script)) return bin;
        Files.createDirectories(bin);
        Files.writeString(script, """
        #!/bin/sh
        exec '%s' -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow \\
          --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 \\
          -Dlogback.configurationFile=hubspoke-logback.xml \\
          -cp '%s' io.hubspoke.app.Main "$@"
        """.formatted(Path.of(System.getProperty("java.home"), "bin", "java"), classPath()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin;
    }

    /** What this build's tests run with, without the tests themselves: their logging is not the product's. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
