// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.proof.Evidence.Stored;
import io.hubspoke.protocol.ProjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Journals of real runs, changed in every way by chance, each from one seed: every change is found, and where it is one
 * commit that was changed, that commit is named. {@code -Dhubspoke.seed=N} makes one change again.
 */
class MutationTest {
    private static final int MUTATIONS = 6_000;

    @TempDir
    Path folder;

    private SigningKey key;
    private MemoryEvidence original;
    private Trust trust;

    /** What somebody does who can write to the file but has not the key. */
    private enum Mutation {
        FLIP_A_BIT,
        CHANGE_A_BYTE,
        CUT_A_ROW_OFF,
        DROP_A_COMMIT,
        DROP_THE_TAIL,
        SWAP_TWO_COMMITS,
        DOUBLE_A_COMMIT,
        PUT_IN_A_FOREIGN_COMMIT,
        PUT_IN_A_FOREIGN_TAIL,
        CHANGE_A_NUMBER,
        EDIT_AND_HASH_AGAIN,
        EDIT_HASH_AGAIN_AND_SIGN_WITH_ANOTHER_KEY,
        EDIT_HASH_AGAIN_AND_DROP_THE_HEADS,
        CHANGE_A_SIGNED_HEAD,
        TAKE_ANOTHER_PROJECTS_HISTORY
    }

    @BeforeEach
    void write() throws IOException {
        key = SigningKey.at(folder.resolve("keys/signing-key"));
        original = MemoryEvidence.of(Golden.signed(folder, key));
        trust = new Trust(original.heads.values().stream().map(List::getLast).toList(), Set.of(key.publicKey()));
    }

    @Test
    void every_mutation_of_a_real_journal_is_found() throws Exception {
        for (ProjectId project : original.projects())
            assertThat(Verification.of(original, project, trust).finding()).isEmpty();
        Long one = Long.getLong("hubspoke.seed");
        if (one != null) {
            mutate(one);
            return;
        }
        Map<Mutation, Integer> done = new EnumMap<>(Mutation.class);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Mutation>> all = LongStream.range(0, MUTATIONS)
                    .<Callable<Mutation>>mapToObj(seed -> () -> mutate(seed))
                    .toList();
            for (Future<Mutation> each : threads.invokeAll(all)) done.merge(each.get(), 1, Integer::sum);
            assertThat(done.values().stream().mapToInt(each -> each).sum()).isEqualTo(MUTATIONS);
            assertThat(done)
                    .hasSize(Mutation.values().length)
                    .allSatisfy((kind, count) -> assertThat(count).isGreaterThan(MUTATIONS / 30));
        }
    }

    private Mutation mutate(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Mutation mutation = Mutation.values()[(int) (seed % Mutation.values().length)];
        List<ProjectId> projects = original.projects();
        // The small one most of the time: what is found does not depend on the size.
        ProjectId project = random.nextInt(8) == 0 ? projects.get(random.nextInt(projects.size())) : Golden.PROJECT;
        MemoryEvidence changed = original.copy();
        long first = apply(mutation, changed, project, random);
        Verdict verdict = Verification.of(changed, project, trust);
        assertThat(verdict.finding())
                .as("%s of project %s, once more with -Dhubspoke.seed=%d", mutation, project, seed)
                .isPresent();
        if (first > 0) {
            assertThat(verdict.finding().get().commit())
                    .as(
                            "%s, seed %d: %s",
                            mutation, seed, verdict.finding().get().sentence())
                    .isEqualTo(first);
        }
        return mutation;
    }

    /** Returns the number of the first commit that is wrong then; 0 when it is not one commit alone. */
    private long apply(Mutation mutation, MemoryEvidence changed, ProjectId project, SplittableRandom random)
            throws Exception {
        List<Stored> rows = changed.rows.get(project);
        int at = random.nextInt(rows.size());
        Stored row = rows.get(at);
        ProjectId other = changed.projects().stream()
                .filter(each -> !each.equals(project))
                .toList()
                .get(random.nextInt(changed.projects().size() - 1));
        List<Stored> foreign = changed.rows.get(other);
        switch (mutation) {
            case FLIP_A_BIT, CHANGE_A_BYTE -> {
                byte[] bytes = row.bytes().clone();
                int place = random.nextInt(bytes.length);
                if (mutation == Mutation.FLIP_A_BIT) bytes[place] ^= (byte) (1 << random.nextInt(8));
                else bytes[place] += (byte) (1 + random.nextInt(255));
                rows.set(at, new Stored(row.number(), bytes));
                return row.number();
            }
            case CUT_A_ROW_OFF -> {
                byte[] bytes = Arrays.copyOf(row.bytes(), random.nextInt(row.bytes().length));
                rows.set(at, new Stored(row.number(), bytes));
                return row.number();
            }
            case DROP_A_COMMIT -> {
                rows.remove(at);
                return row.number();
            }
            case DROP_THE_TAIL -> {
                // Whoever can drop commits can drop the heads that name them: the one kept elsewhere is left.
                rows.subList(at, rows.size()).clear();
                changed.heads.get(project).removeIf(head -> head.number() > at);
                return at + 1L;
            }
            case SWAP_TWO_COMMITS -> {
                int with = (at + 1 + random.nextInt(rows.size() - 1)) % rows.size();
                rows.set(at, new Stored(row.number(), rows.get(with).bytes()));
                rows.set(with, new Stored(rows.get(with).number(), row.bytes()));
                return Math.min(at, with) + 1L;
            }
            case DOUBLE_A_COMMIT -> {
                rows.add(at, row);
                if (random.nextBoolean())
                    for (int i = 0; i < rows.size(); i++)
                        rows.set(i, new Stored(i + 1L, rows.get(i).bytes()));
                return 0;
            }
            case PUT_IN_A_FOREIGN_COMMIT -> {
                rows.set(
                        at,
                        new Stored(
                                row.number(),
                                foreign.get(Math.min(at, foreign.size() - 1)).bytes()));
                return 0;
            }
            case PUT_IN_A_FOREIGN_TAIL -> {
                rows.subList(at, rows.size()).clear();
                if (at < foreign.size()) rows.addAll(foreign.subList(at, foreign.size()));
                return 0;
            }
            case CHANGE_A_NUMBER -> {
                rows.set(at, new Stored(row.number() + 1 + random.nextInt(1_000), row.bytes()));
                rows.sort(java.util.Comparator.comparingLong(Stored::number));
                return 0;
            }
            case EDIT_AND_HASH_AGAIN -> edit(changed, project, at, random);
            case EDIT_HASH_AGAIN_AND_SIGN_WITH_ANOTHER_KEY -> {
                edit(changed, project, at, random);
                SigningKey own = SigningKey.at(folder.resolve("keys/of-an-attacker"));
                List<SignedHead> heads = changed.heads.get(project);
                heads.replaceAll(head -> own.sign(
                        project,
                        new Head(
                                head.number(),
                                MemoryEvidence.hash(
                                        rows.get((int) head.number() - 1).bytes()),
                                head.revision(),
                                head.at()),
                        head.at()));
            }
            case EDIT_HASH_AGAIN_AND_DROP_THE_HEADS -> {
                edit(changed, project, at, random);
                changed.heads.get(project).clear();
            }
            case CHANGE_A_SIGNED_HEAD -> {
                List<SignedHead> heads = changed.heads.get(project);
                int which = random.nextInt(heads.size());
                heads.set(which, falsified(heads.get(which), random));
            }
            case TAKE_ANOTHER_PROJECTS_HISTORY -> {
                changed.rows.put(project, foreign);
                if (random.nextBoolean()) changed.heads.put(project, changed.heads.get(other));
            }
        }
        return 0;
    }

    /** Something in the events becomes something else, and the chain is made to fit. */
    private static void edit(MemoryEvidence changed, ProjectId project, int at, SplittableRandom random)
            throws Exception {
        List<Stored> rows = changed.rows.get(project);
        byte[] bytes = rows.get(at).bytes().clone();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int from = text.indexOf("\"events\":");
        int end = bytes.length - 80;
        int place = from + random.nextInt(end - from);
        while (!Character.isLetterOrDigit(bytes[place])) place = from + random.nextInt(end - from);
        bytes[place] = (byte)
                (Character.isDigit(bytes[place])
                        ? '0' + (bytes[place] - '0' + 1) % 10
                        : 'a' + (Character.toLowerCase(bytes[place]) - 'a' + 1) % 26);
        rows.set(at, new Stored(rows.get(at).number(), bytes));
        changed.rehash(project, at);
    }

    private static SignedHead falsified(SignedHead head, SplittableRandom random) {
        String hash = swapped(head.hash(), random);
        return switch (random.nextInt(6)) {
            case 0 -> with(head, head.number() - 1, head.revision(), head.hash(), head.key(), head.signature());
            case 1 -> with(head, head.number(), head.revision() + 1, head.hash(), head.key(), head.signature());
            case 2 -> with(head, head.number(), head.revision(), hash, head.key(), head.signature());
            case 3 -> with(head, head.number(), head.revision(), head.hash(), hash, head.signature());
            case 4 ->
                with(head, head.number(), head.revision(), head.hash(), head.key(), swapped(head.signature(), random));
            default ->
                new SignedHead(
                        head.project(),
                        head.number(),
                        head.revision(),
                        head.hash(),
                        head.at().plusMillis(1),
                        head.key(),
                        head.signature());
        };
    }

    private static SignedHead with(
            SignedHead head, long number, long revision, String hash, String key, String signature) {
        return new SignedHead(head.project(), number, revision, hash, head.at(), key, signature);
    }

    private static String swapped(String hex, SplittableRandom random) {
        int at = random.nextInt(hex.length());
        return hex.substring(0, at) + (hex.charAt(at) == '0' ? '1' : '0') + hex.substring(at + 1);
    }
}
