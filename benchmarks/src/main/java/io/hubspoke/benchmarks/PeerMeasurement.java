// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * LangGraph.js doing the exchange of our conversations: two agents that answer each other, routed by a supervisor, each
 * step a checkpoint in its SQLite. Installed by {@code benchmarks/peer/install}; where that cannot be, the row says so.
 */
final class PeerMeasurement implements Measurement {
    static final String GROUP = "peer";

    static final List<Exchange> EXCHANGES = List.of(
            new Exchange("LangGraph.js, as durable, 1 conversation", 1, "node", true),
            new Exchange("LangGraph.js, as durable, 16 conversations", 16, "node", true),
            new Exchange("LangGraph.js, as durable, no supervisor node", 1, "edge", true),
            new Exchange("LangGraph.js, as it comes, 1 conversation", 1, "node", false));

    private static final Duration INSTALLING_MAX = Duration.ofMinutes(6);

    /**
     * One way to run it.
     *
     * @param routing {@code node} for a supervisor that is a node of the graph, as its guides show it, {@code edge} for
     *     a function on the edges, which saves every second checkpoint
     * @param durable whether a step is on disk before the next begins, as it is with us; otherwise as it comes
     */
    record Exchange(String name, int conversations, String routing, boolean durable) {}

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        List<Exchange> wanted = EXCHANGES.stream()
                .filter(exchange -> bench.wants(GROUP, exchange.name()))
                .toList();
        if (wanted.isEmpty()) return List.of();
        Path peer = bench.home().resolve("benchmarks/peer");
        Processes.Ended installed = Processes.run(
                INSTALLING_MAX, peer, List.of(peer.resolve("install").toString()));
        if (installed.status() != 0) return List.of(Row.absent(GROUP, "LangGraph.js", installed.lastLine()));
        List<Row> rows = new ArrayList<>();
        for (Exchange exchange : wanted) rows.add(row(exchange, bench, peer));
        return rows;
    }

    private static Row row(Exchange exchange, Bench bench, Path peer) throws IOException, InterruptedException {
        Path folder = bench.emptied();
        Path text = folder.resolve("text");
        Files.writeString(text, BenchAgent.TEXT);
        int seconds = Math.max(5, bench.seconds());
        Processes.Ended ended = Processes.run(
                Duration.ofSeconds(seconds + bench.warmup() + 60L),
                peer,
                List.of(
                        "node",
                        "exchange.mjs",
                        "--folder=" + folder.resolve("peer"),
                        "--text=" + text,
                        "--seconds=" + seconds,
                        "--warmup=" + bench.warmup(),
                        "--conversations=" + exchange.conversations(),
                        "--routing=" + exchange.routing(),
                        "--durable=" + (exchange.durable() ? "yes" : "default")));
        bench.emptied();
        if (ended.status() != 0) return Row.absent(GROUP, exchange.name(), "it failed: " + ended.lastLine());
        return row(exchange, new ObjectMapper().readTree(ended.lastLine()));
    }

    private static Row row(Exchange exchange, JsonNode found) {
        double[] perSecond = StreamSupport.stream(found.get("samples").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
        double hops = found.get("hops").asDouble();
        JsonNode versions = found.get("versions");
        return Row.of(
                        GROUP,
                        exchange.name(),
                        hops / found.get("seconds").asDouble(),
                        "messages/s",
                        Row.Better.HIGHER,
                        Samples.noise(perSecond))
                .with("CPU us/message", found.get("cpuSeconds").asDouble() * 1e6 / Math.max(1, hops))
                .with("checkpoints/message", found.get("checkpointsPerHop").asDouble())
                .withNote("langgraph %s, checkpoint-sqlite %s, node %s, journal_mode=%s, synchronous=%s"
                        .formatted(
                                versions.get("langgraph").asText(),
                                versions.get("sqliteSaver").asText(),
                                versions.get("node").asText(),
                                found.get("journalMode").asText(),
                                found.get("synchronous").asText()));
    }
}
