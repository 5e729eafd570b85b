// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.Head;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example rows in {@code docs/journal-format.md} are what Hubspoke reads; the rule there gives their hashes. */
class JournalFormatTest {
    private static final List<String> ROWS = SourceTree.document("docs/journal-format.md").blocks().stream()
            .filter(block -> block.word("file").equals("rows.jsonl"))
            .flatMap(block -> block.text().lines())
            .toList();

    @Test
    void the_example_rows_are_a_journal() {
        CommitCodec codec = new CommitCodec();
        Head head = Head.START;
        for (String row : ROWS) {
            Commit commit = codec.decode(row.getBytes(StandardCharsets.UTF_8));
            head = head.then(commit);
        }
        assertThat(head.number()).isEqualTo(ROWS.size()).isGreaterThan(1);
    }

    @Test
    void the_hash_rule_as_written_gives_the_hashes_of_the_example() throws Exception {
        String previous = "0".repeat(64);
        for (String row : ROWS) {
            int end = row.lastIndexOf(",\"hash\":\"");
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(HexFormat.of().parseHex(previous));
            String hash =
                    HexFormat.of().formatHex(sha256.digest(row.substring(0, end).getBytes(StandardCharsets.UTF_8)));
            assertThat(row.substring(end)).isEqualTo(",\"hash\":\"" + hash + "\"}");
            previous = hash;
        }
    }
}
