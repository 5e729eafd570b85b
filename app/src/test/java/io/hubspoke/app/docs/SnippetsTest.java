// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.agent.AgentProviders;
import io.hubspoke.app.plan.PlanProblem;
import io.hubspoke.app.plan.PlanReader;
import io.hubspoke.app.plan.PlanReading;
import io.hubspoke.protocol.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fenced block in the documents is run or checked. What is done with one stands behind its language:
 *
 * <ul>
 *   <li>{@code file=NAME}: written to the folder in which the document is tried; executable when it begins with
 *       {@code #!}
 *   <li>{@code run}: carried out there by {@code sh}, with {@code hubspoke} on the path; {@code exit=N} when it ends
 *       with N
 *   <li>{@code output}: what the block before it has printed
 *   <li>{@code journal}: SQL that finds something in the journal there
 *   <li>{@code plan}: a valid plan file
 *   <li>{@code from=FILE}: stands in this file of the checkout
 *   <li>{@code console}: its lines with a prompt are command lines that can be parsed
 * </ul>
 */
class SnippetsTest {
    private static final Set<String> PLAIN = Set.of("", "text", "json", "console", "mermaid");

    static Stream<Markdown> documents() {
        return SourceTree.documents().stream()
                .filter(document -> document.blocks().stream().anyMatch(Trial::isPartOfIt));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void what_a_document_shows_works(String name, @TempDir Path folder) throws Exception {
        Trial trial = new Trial(folder);
        for (Markdown.Block block : SourceTree.document(name).blocks()) trial.take(block);
    }

    static Stream<String> names() {
        return documents().map(Markdown::name);
    }

    @Test
    void every_block_says_how_it_is_checked() {
        List<Markdown.Block> blocks = SourceTree.documents().stream()
                .flatMap(document -> document.blocks().stream())
                .toList();
        assertThat(blocks).hasSizeGreaterThan(20);
        assertThat(blocks.stream().filter(block -> !isChecked(block)).map(block -> block.place() + " " + block.info()))
                .isEmpty();
    }

    @Test
    void every_plan_in_the_documents_is_valid(@TempDir Path folder) throws IOException {
        List<Markdown.Block> plans = blocks("plan").toList();
        assertThat(plans).isNotEmpty();
        for (Markdown.Block block : plans) {
            Path file = Files.writeString(folder.resolve("plan.yaml"), block.text());
            // Programs that a document shows stand beside its plan.
            for (Markdown.Block script : Markdown.read(block.file()).blocks()) {
                if (script.has("file")) Trial.write(folder, script);
            }
            PlanReading reading =
                    new PlanReader(Limits.DEFAULT, System.getenv("PATH"), AgentProviders.load()::find).read(file);
            assertThat(reading.errors().stream().map(PlanProblem::toString))
                    .as(block.place())
                    .isEmpty();
        }
    }

    @Test
    void every_copy_of_code_in_the_documents_is_a_true_copy() {
        List<Markdown.Block> copies = blocks("from").toList();
        assertThat(copies).isNotEmpty();
        for (Markdown.Block block : copies) {
            assertThat(SourceTree.read(SourceTree.path(block.word("from"))))
                    .as(block.place())
                    .contains(block.text());
        }
    }

    @Test
    void every_command_line_in_the_documents_can_be_parsed() {
        List<String> lines = SourceTree.documents().stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.language().equals("console"))
                .flatMap(block -> block.text().lines())
                .filter(line -> line.matches("\\$ (\\./)?hubspoke .*"))
                .toList();
        assertThat(lines).isNotEmpty();
        for (String line : lines) Trial.parse(line.replaceFirst("^\\$ (\\./)?hubspoke ", ""));
    }

    private static boolean isChecked(Markdown.Block block) {
        boolean comment = block.text().lines().allMatch(line -> line.startsWith("#"));
        return comment
                || PLAIN.contains(block.language())
                || Trial.isPartOfIt(block)
                || block.has("plan")
                || block.has("from");
    }

    private static Stream<Markdown.Block> blocks(String word) {
        return SourceTree.documents().stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.has(word));
    }
}
