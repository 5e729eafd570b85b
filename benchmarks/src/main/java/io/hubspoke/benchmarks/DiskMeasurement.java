// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the disk gives without a journal: how often per second it makes four kilobytes durable, and how often a batch as
 * large as the commits of the group-commit run were.
 */
final class DiskMeasurement implements Measurement {
    static final String GROUP = "raw disk";
    static final String FSYNCS = "4 KiB and fsync";
    static final String BATCHES = "a commit's bytes and fsync";

    private static final int SECONDS = 3;

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException {
        List<Row> rows = new ArrayList<>();
        if (bench.wants(GROUP, FSYNCS)) rows.add(appended(bench.emptied(), FSYNCS, 4096));
        Optional<Row> system = bench.row(SystemMeasurement.GROUP, SystemMeasurement.GROUP_COMMIT);
        if (system.isPresent() && bench.wants(GROUP, BATCHES)) {
            int bytes = (int) Math.max(1, system.get().detail("bytes/commit").orElse(0));
            rows.add(appended(bench.emptied(), BATCHES, bytes)
                    .with(
                            "messages each",
                            system.get().detail("messages/commit").orElse(0)));
        }
        return rows;
    }

    private static Row appended(Path folder, String name, int bytes) throws IOException {
        Path file = folder.resolve("probe");
        ByteBuffer block = ByteBuffer.allocateDirect(bytes);
        double[] perSecond = new double[SECONDS];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int second = 0; second < SECONDS; second++) perSecond[second] = appends(channel, block);
        } finally {
            Files.deleteIfExists(file);
        }
        double value = Samples.mean(perSecond);
        return Row.of(GROUP, name, value, "/s", Row.Better.HIGHER, Samples.noise(perSecond))
                .with("bytes each", bytes)
                .with("MB/s", value * bytes / 1e6);
    }

    private static double appends(FileChannel channel, ByteBuffer block) throws IOException {
        long start = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(1)) {
            block.clear();
            while (block.hasRemaining()) channel.write(block);
            channel.force(false);
            count++;
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }
}
