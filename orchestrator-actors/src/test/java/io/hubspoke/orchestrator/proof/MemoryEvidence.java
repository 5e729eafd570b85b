// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.protocol.ProjectId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Everything of a journal in memory, open to whoever wants to change it. */
final class MemoryEvidence implements Evidence {
    private static final int HASH_TAIL = ",\"hash\":\"".length() + 64 + "\"}".length();

    final Map<ProjectId, List<Stored>> rows = new TreeMap<>();
    final Map<ProjectId, List<SignedHead>> heads = new TreeMap<>();

    static MemoryEvidence of(Path journal) {
        MemoryEvidence memory = new MemoryEvidence();
        try (SqliteEvidence file = SqliteEvidence.open(journal)) {
            for (ProjectId project : file.projects()) {
                List<Stored> rows = new ArrayList<>();
                file.commits(project, rows::add);
                memory.rows.put(project, rows);
                memory.heads.put(project, new ArrayList<>(file.heads(project)));
            }
        }
        return memory;
    }

    MemoryEvidence copy() {
        MemoryEvidence copy = new MemoryEvidence();
        rows.forEach((project, all) -> copy.rows.put(project, new ArrayList<>(all)));
        heads.forEach((project, all) -> copy.heads.put(project, new ArrayList<>(all)));
        return copy;
    }

    /** Gives every row from this place on the hashes that it would have had; no key is needed for that. */
    void rehash(ProjectId project, int from) throws Exception {
        List<Stored> all = rows.get(project);
        for (int i = from; i < all.size(); i++) {
            String previous = i == 0 ? "0".repeat(64) : hash(all.get(i - 1).bytes());
            String row = new String(all.get(i).bytes(), StandardCharsets.ISO_8859_1);
            int at = row.indexOf("\"previous\":\"") + "\"previous\":\"".length();
            String body = row.substring(0, at) + previous + row.substring(at + 64, row.length() - HASH_TAIL);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(HexFormat.of().parseHex(previous));
            digest.update(body.getBytes(StandardCharsets.ISO_8859_1));
            String whole = body + ",\"hash\":\"" + HexFormat.of().formatHex(digest.digest()) + "\"}";
            all.set(i, new Stored(all.get(i).number(), whole.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    static String hash(byte[] row) {
        String text = new String(row, StandardCharsets.ISO_8859_1);
        return text.substring(text.length() - 66, text.length() - 2);
    }

    @Override
    public List<ProjectId> projects() {
        return List.copyOf(rows.keySet());
    }

    @Override
    public void commits(ProjectId project, Predicate<Stored> whileTrue) {
        for (Stored row : rows.getOrDefault(project, List.of())) if (!whileTrue.test(row)) return;
    }

    @Override
    public List<Long> snapshots(ProjectId project) {
        return List.of();
    }

    @Override
    public byte[] snapshotBytes(ProjectId project, long number) {
        return new byte[0];
    }

    @Override
    public List<SignedHead> heads(ProjectId project) {
        return heads.getOrDefault(project, List.of());
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
