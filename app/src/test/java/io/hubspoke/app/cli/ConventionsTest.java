// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.app.report.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What all commands have in common. */
class ConventionsTest {
    @TempDir
    Path folder;

    static Stream<List<String>> commands() {
        List<List<String>> all = new ArrayList<>();
        collect(Cli.whole(Surroundings.ofProcess()), List.of(), all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<String> words, List<List<String>> all) {
        all.add(words);
        command.getSubcommands().forEach((name, below) -> {
            List<String> path = new ArrayList<>(words);
            path.add(name);
            collect(below, path, all);
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_has_help_with_examples_on_stdout(List<String> words) {
        List<String> line = new ArrayList<>(words);
        line.add("--help");
        Shell.Said said = Shell.in(folder).run(line.toArray(String[]::new));
        assertThat(said.exitCode()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.out())
                .startsWith("Usage: " + String.join(" ", prefixed(words)))
                .contains("Examples:", "  hubspoke ")
                .contains("--journal=FILE", "--no-input", "--debug");
        assertThat(said.lines()).allSatisfy(text -> assertThat(text.length()).isLessThanOrEqualTo(110));
    }

    private static List<String> prefixed(List<String> words) {
        List<String> all = new ArrayList<>(List.of("hubspoke"));
        all.addAll(words);
        return all;
    }

    @Test
    void the_command_tree_is_the_documented_one() {
        assertThat(commands().map(words -> String.join(" ", words)))
                .containsExactlyInAnyOrder(
                        "",
                        "run",
                        "plan",
                        "plan check",
                        "plan schema",
                        "status",
                        "tail",
                        "task",
                        "task list",
                        "task show",
                        "task add",
                        "task cancel",
                        "task retry",
                        "task reprioritize",
                        "agent",
                        "agent list",
                        "agent show",
                        "agent pause",
                        "agent resume",
                        "agent stop",
                        "gate",
                        "gate list",
                        "gate show",
                        "gate approve",
                        "gate reject",
                        "gate respond",
                        "gate edit",
                        "message",
                        "message send",
                        "journal",
                        "journal list",
                        "journal show",
                        "journal report",
                        "journal projects",
                        "journal tail",
                        "journal replay",
                        "journal diff",
                        "explain",
                        "explain task",
                        "explain agent",
                        "explain gate",
                        "journal verify",
                        "journal head",
                        "journal export",
                        "journal import",
                        "fork",
                        "doctor",
                        "completion");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "taks",
                "task",
                "task lits",
                "status --colour",
                "task show",
                "gate approve a b c",
                "run",
                "tail -n many",
                "task reprioritize t",
                "status -o xml",
                "journal diff 1",
                "explain task",
                "task add t"
            })
    void wrong_usage_is_one_sentence_on_stderr_and_exit_code_2(String line) {
        Shell.Said said = Shell.in(folder).run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(said.out()).isEmpty();
        assertThat(said.err())
                .startsWith("hubspoke: ")
                .contains("Try: hubspoke")
                .doesNotContain("\tat ", "Exception");
    }

    @Test
    void an_unknown_command_is_named() {
        assertThat(Shell.in(folder).run("frobnicate").err()).contains("there is no command 'frobnicate'");
        assertThat(Shell.in(folder).run("gate", "frobnicate").err()).contains("there is no command 'frobnicate'");
    }

    @Test
    void a_misspelled_command_is_guessed() {
        assertThat(Shell.in(folder).run("statsu").err()).contains("Did you mean", "status");
        assertThat(Shell.in(folder).run("gate", "aprove").err()).contains("approve");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "tail",
                "task list",
                "task show t",
                "agent list",
                "agent show a",
                "gate list",
                "gate show g-1",
                "journal list",
                "journal show 1",
                "journal report",
                "journal projects",
                "journal tail",
                "journal replay",
                "journal diff 1 2",
                "explain task t",
                "explain agent a",
                "explain gate g-1",
                "journal verify",
                "journal head",
                "journal export",
                "task retry t",
                "gate approve g-1",
                "message send a --text x",
                "agent pause a"
            })
    void without_a_journal_every_command_says_so_and_makes_none(String line) throws IOException {
        Shell.Said said = Shell.in(folder).run(line.split(" "));
        assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(said.out()).isEmpty();
        assertThat(said.err())
                .isEqualTo("hubspoke: there is no journal at .hubspoke/journal.db: run a plan first,"
                        + " or name one with --journal\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void the_journal_comes_from_flag_then_environment_then_config_then_local_file_then_default() throws IOException {
        Files.writeString(folder.resolve("hubspoke.conf"), "hubspoke.journal.file = local.db");
        Files.writeString(folder.resolve("other.conf"), "hubspoke.journal.file = named.db");
        Shell shell = Shell.in(folder);
        Shell said = shell.with("HUBSPOKE_JOURNAL_FILE", "env.db");
        assertThat(said.run("status", "--config", "other.conf", "--journal", "flag.db")
                        .err())
                .contains("no journal at flag.db");
        assertThat(said.run("status", "--config", "other.conf").err()).contains("no journal at env.db");
        assertThat(shell.run("status", "--config", "other.conf").err()).contains("no journal at named.db");
        assertThat(shell.run("status").err()).contains("no journal at local.db");
    }

    @Test
    void a_setting_comes_from_the_environment_before_any_file() throws IOException {
        Files.writeString(
                folder.resolve("hubspoke.conf"),
                "hubspoke.orchestrator { redelivery-interval = 7s, delivery-window = 7 }");
        Files.writeString(folder.resolve("other.conf"), "hubspoke.orchestrator.redelivery-interval = 8s");
        Surroundings surroundings = new Surroundings(
                System.in,
                System.out,
                System.err,
                java.util.Map.of("HUBSPOKE_ORCHESTRATOR_REDELIVERY_INTERVAL", "9s"),
                folder,
                "x",
                false,
                false,
                java.time.Clock.systemUTC());
        com.typesafe.config.Config config = new Configuration(
                        surroundings, java.util.Optional.of(Path.of("other.conf")), java.util.Optional.empty())
                .embedded();
        assertThat(config.getDuration("hubspoke.orchestrator.redelivery-interval"))
                .hasSeconds(9);
        assertThat(config.getInt("hubspoke.orchestrator.delivery-window")).isEqualTo(7);
        assertThat(config.getString("hubspoke.journal.file"))
                .isEqualTo(folder.resolve(".hubspoke/journal.db").toString());
        assertThat(config.getString("jdbc-journal.slick.db.url"))
                .contains(folder.resolve(".hubspoke/journal.db").toString());
    }

    @Test
    void a_broken_or_missing_configuration_is_told() throws IOException {
        Files.writeString(folder.resolve("hubspoke.conf"), "hubspoke { journal");
        Shell.Said broken = Shell.in(folder).run("status");
        assertThat(broken.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(broken.err())
                .startsWith("hubspoke: the configuration is wrong: ")
                .contains("hubspoke.conf");
        Files.delete(folder.resolve("hubspoke.conf"));
        Shell.Said missing = Shell.in(folder).run("status", "--config", "none.conf");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(missing.err()).isEqualTo("hubspoke: there is no configuration file none.conf: check the path\n");
    }

    @Test
    void errors_have_a_stack_trace_only_with_debug() throws IOException {
        Path file = Files.writeString(
                folder.resolve("no.db"), "this is no journal at all, only text that is long enough to be read");
        Shell.Said said = Shell.in(folder).run("status", "--journal", file.toString());
        assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).startsWith("hubspoke: ").hasLineCount(1);
        assertThat(Shell.in(folder)
                        .run("status", "--debug", "--journal", file.toString())
                        .err())
                .contains("\tat io.hubspoke");
    }

    @Test
    void the_version_is_one_line() {
        assertThat(Shell.in(folder).run("--version").lines())
                .singleElement()
                .asString()
                .startsWith("hubspoke ");
    }

    @Test
    void the_completion_script_knows_every_command() {
        String script = Shell.in(folder).run("completion").out();
        assertThat(script)
                .startsWith("#!")
                .contains("_picocli_hubspoke_gate_approve", "_picocli_hubspoke_task_reprioritize");
    }

    @Test
    void a_plan_is_checked_without_running_it() throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), """
        project: demo
        agents: [{ id: a, type: dev, command: [sh] }]
        tasks: [{ id: t, agent-type: dev }, { id: u, agent-type: dev }]
        """);
        assertThat(Shell.in(folder).run("plan", "check", "plan.yaml"))
                .isEqualTo(new Shell.Said(ExitCode.DONE, "ok: 1 agent, 2 tasks\n", ""));
        Files.writeString(plan, Files.readString(plan).replace("id: u", "id: t"));
        Shell.Said wrong = Shell.in(folder).run("plan", "check", "plan.yaml");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err())
                .isEqualTo(
                        "plan.yaml:3:43 tasks/1/id: task 't' is declared twice (before in line 3): use another id\n");
        assertThat(Shell.in(folder)
                        .run("plan", "check", "plan.yaml", "-o", "jsonl")
                        .out())
                .isEqualToIgnoringNewLines("{\"ok\":false,\"errors\":[{\"file\":\"plan.yaml\",\"line\":3,\"column\":43,"
                        + "\"pointer\":\"tasks/1/id\",\"sentence\":"
                        + "\"task 't' is declared twice (before in line 3): use another id\","
                        + "\"warning\":false}],\"warnings\":[]}");
    }

    @Test
    void the_schema_can_be_printed() {
        assertThat(Shell.in(folder).run("plan", "schema").out())
                .contains("\"$schema\" : ".replace(" :", ":"), "Hubspoke plan");
    }

    @Test
    void the_doctor_looks_at_everything_a_run_needs() {
        Shell.Said said = Shell.in(folder).run("doctor");
        assertThat(said.out()).contains("java ", "journal ", "disk ", "fsync ", "git ", "shell ", "setsid ");
        assertThat(said.out().lines().filter(line -> line.startsWith("java")))
                .singleElement()
                .asString()
                .contains("  ok  ");
        Shell.Said mend = Shell.in(folder).with("PATH", "/nonexistent").run("doctor", "-o", "jsonl");
        assertThat(mend.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(mend.out()).contains("{\"id\":\"setsid\",\"ok\":false,\"sentence\":\"install util-linux");
    }
}
