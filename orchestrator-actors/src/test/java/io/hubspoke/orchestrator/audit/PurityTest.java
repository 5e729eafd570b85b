// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.hubspoke.orchestrator.domain.Histories;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking back starts nothing: shown by what the code may use, and by what a process loads that does it. */
class PurityTest {
    private static final JavaClasses AUDIT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.hubspoke.orchestrator.audit");

    @TempDir
    Path folder;

    @Test
    void looking_back_uses_nothing_but_commits_and_the_fold() {
        assertThat(AUDIT.size()).isGreaterThan(20);
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.hubspoke.orchestrator.audit",
                        "io.hubspoke.orchestrator.domain",
                        "io.hubspoke.orchestrator.journal",
                        "io.hubspoke.protocol",
                        "java.lang",
                        "java.lang.invoke",
                        "java.lang.reflect",
                        "java.lang.runtime",
                        "java.time",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "org.jspecify.annotations",
                        "org.pcollections"))
                .check(AUDIT);
    }

    @Test
    void looking_back_asks_no_clock_and_starts_nothing() {
        Stream.of(Thread.class, ProcessBuilder.class, Runtime.class, Random.class, Clock.class, java.util.Timer.class)
                .forEach(forbidden -> noClasses()
                        .should()
                        .dependOnClassesThat(type(forbidden))
                        .check(AUDIT));
        noClasses().should().callMethod(java.time.Instant.class, "now").check(AUDIT);
        // Of the journal's package only what reads: not the file's lock, not the plugin's serializers.
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.hubspoke.orchestrator.journal")
                        .and(not(com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching(
                                ".*\\.(Commit|CommitSource|Snapshot|Head|EventTypes|JournalException)"))))
                .check(AUDIT);
    }

    /** Folds, walks, compares and explains a history; run in a process of its own. */
    public static void main(String[] arguments) {
        Timeline timeline =
                Timeline.of(new MemorySource(Histories.PROJECT, Histories.random(1, 200)), Histories.PROJECT);
        Picture middle = Picture.of(timeline.at(timeline.last() / 2).state());
        Picture end = Picture.of(timeline.at(timeline.last()).state());
        int changes = StateDiff.between(middle, end).changes().size();
        end.tasks()
                .forEach(task -> Explainer.task(
                        timeline, timeline.last(), TaskId.of(task.id().value())));
        end.agents()
                .forEach(agent -> Explainer.agent(
                        timeline, timeline.last(), new AgentId(agent.id().value())));
        System.out.println(changes + " changes");
    }

    @Test
    void a_process_that_looks_back_loads_no_actor_no_agent_no_socket_and_no_process() throws Exception {
        Path loaded = folder.resolve("loaded.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + loaded,
                        "-cp",
                        System.getProperty("java.class.path"),
                        PurityTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains(" changes");
        List<String> names = namesIn(loaded);
        assertThat(names).contains("io.hubspoke.orchestrator.audit.Timeline");
        assertThat(names.stream().filter(PurityTest::reachesOutside)).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(loaded);
        }
    }

    private static boolean reachesOutside(String name) {
        return name.startsWith("org.apache.pekko.")
                || name.startsWith("io.hubspoke.agent.")
                || name.startsWith("io.hubspoke.orchestrator.actor.")
                || name.equals("java.lang.ProcessBuilder")
                || name.matches("java\\.net\\.(Server)?Socket|sun\\.nio\\.ch\\.NioSocketImpl")
                || name.equals("java.util.concurrent.ThreadPoolExecutor")
                || name.equals("java.io.FileWriter");
    }

    private static List<String> namesIn(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(line -> line.replaceFirst("^(\\[[^]]*])+ *", ""))
                .map(line -> line.replaceFirst(" .*", ""))
                .toList();
    }
}
