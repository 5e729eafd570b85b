// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** How often per second this disk makes four kilobytes at the end of a file durable. */
final class FsyncProbe {
    private FsyncProbe() {}

    static double perSecond(Path folder, int seconds) throws IOException {
        Path file = folder.resolve("fsync-probe");
        ByteBuffer block = ByteBuffer.allocateDirect(4096);
        long count = 0;
        long start = System.nanoTime();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
                channel.write(block.clear());
                channel.force(false);
                count++;
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }
}
