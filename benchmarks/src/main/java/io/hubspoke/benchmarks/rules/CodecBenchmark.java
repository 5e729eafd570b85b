// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks.rules;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Making the bytes of a commit and reading them, with the hash that both compute, beside the hash alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class CodecBenchmark {
    private static final String PAYLOAD = "I have finished the endpoint and its \"tests\"; they pass. ".repeat(12);

    /** In one commit: messages of about 700 bytes and their acknowledgements, by turns. */
    @Param({"1", "100", "1000"})
    public int events;

    private final CommitCodec codec = new CommitCodec();
    private List<Recorded> recorded = List.of();
    private byte[] row = {};
    private MessageDigest digest = sha256();

    @Setup(Level.Trial)
    public void build() {
        recorded = new ArrayList<>();
        for (int i = 0; i < events; i++) recorded.add(event(i));
        Commit commit = codec.encode(Head.START, ProjectOfSize.NOW, recorded);
        row = commit.row().bytes();
        if (!codec.decode(row).equals(commit)) throw new IllegalStateException("the commit is read as something else");
    }

    private static Recorded event(int index) {
        AgentId from = AgentId.of("agent-" + index % 16);
        AgentId to = AgentId.of("agent-" + (index + 1) % 16);
        Event event = index % 2 == 0
                ? new Event.MessageRouted(
                        Principal.agent(from), to, "progress", index + PAYLOAD, Optional.empty(), index + 1)
                : new Event.LettersAcknowledged(from, index);
        return new Recorded(
                index + 1L,
                ProjectOfSize.NOW,
                CommandId.numbered(index + 1L),
                Principal.agent(from),
                0x1234_5678_9abc_def0L + index,
                event);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Benchmark
    public Commit encode() {
        return codec.encode(Head.START, ProjectOfSize.NOW, recorded);
    }

    @Benchmark
    public Commit decode() {
        return codec.decode(row);
    }

    @Benchmark
    public byte[] hash() {
        return digest.digest(row);
    }
}
