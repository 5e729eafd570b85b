// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processor time of programs that this process has started and that have ended; 0 where Linux does not tell. */
final class ChildTime {
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final int CHILD_USER = 13;
    private static final int CHILD_SYSTEM = 14;
    private static final int MILLIS_PER_TICK = 10;

    private ChildTime() {}

    static long millis() throws IOException {
        if (!Files.isReadable(STAT)) return 0;
        String stat = Files.readString(STAT);
        // The name in brackets may hold blanks; the third field stands behind it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[CHILD_USER]) + Long.parseLong(fields[CHILD_SYSTEM])) * MILLIS_PER_TICK;
    }
}
