// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.Settings;
import io.hubspoke.spi.AgentProvider;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** One entry of {@code agents}. */
final class AgentSection {
    private static final List<String> RULES = List.of("secret-scan", "junit-report");

    private final Texts texts;
    private final Path directory;
    private final String searchPath;
    private final Function<String, Optional<AgentProvider>> kinds;

    /** @param searchPath the folders in which programs are looked for, as in the environment variable PATH */
    AgentSection(Path directory, String searchPath, Limits limits, Function<String, Optional<AgentProvider>> kinds) {
        this.texts = new Texts(limits);
        this.directory = directory;
        this.searchPath = searchPath;
        this.kinds = kinds;
    }

    /** What could be read of an agent; the spec is usable only when no problem was noted. */
    record Entry(PlanMap map, Optional<AgentId> id, Optional<AgentType> type, Optional<AgentSpec> spec) {}

    Entry read(PlanMap map) {
        Optional<AgentId> id = map.require("id", "give the agent a name that no other agent has")
                .flatMap(node -> node.name(AgentId::of));
        Optional<AgentType> type = map.require("type", "say what sort of work it does, such as backend-developer")
                .flatMap(node -> node.name(AgentType::of));
        Optional<Kind> kind = kind(map);
        Optional<AgentSpec> spec = id.flatMap(name ->
                type.flatMap(sort -> kind.map(made -> new AgentSpec(name, sort, made.name(), made.settings()))));
        spec.ifPresent(made -> texts.settings(map, made.settings()));
        spec.ifPresent(made -> checkWithProvider(map, kind.orElseThrow(), made));
        return new Entry(map, id, type, spec);
    }

    private record Kind(String name, Settings settings, PlanNode node) {}

    private Optional<Kind> kind(PlanMap map) {
        List<String> chosen = PlanKeys.AGENT_KINDS.stream()
                .filter(key -> map.get(key).isPresent())
                .toList();
        if (chosen.isEmpty()) {
            map.error(
                    "nothing says who this agent is: add one of %s".formatted(String.join(", ", PlanKeys.AGENT_KINDS)));
            return Optional.empty();
        }
        for (String more : chosen.subList(1, chosen.size())) {
            map.key(more)
                    .ifPresent(node -> node.error("an agent is one thing only, but it has '%s' too: remove one"
                            .formatted(chosen.getFirst())));
        }
        String key = chosen.getFirst();
        PlanNode node = map.get(key).orElseThrow();
        Optional<Kind> kind = switch (key) {
            case "command" -> command(map, node);
            case "rules" -> rules(node);
            case "human" -> human(node);
            default ->
                node.name(name -> new AgentSpec(AgentId.of("a"), AgentType.VERIFIER, name).kind())
                        .map(name -> new Kind(name, Settings.NONE, node));
        };
        boolean runsPrograms = key.equals("command") || key.equals("kind");
        if (!runsPrograms) {
            PlanKeys.COMMAND_SETTINGS.forEach(setting -> map.key(setting)
                    .ifPresent(unfit ->
                            unfit.error("'%s' is for agents that run programs: remove it".formatted(setting))));
        }
        return kind.map(made -> withSettings(map, runsPrograms ? withProgramSettings(map, made) : made));
    }

    private static Kind withSettings(PlanMap map, Kind kind) {
        Map<String, List<String>> settings =
                map.get("settings").flatMap(PlanNode::scalarLists).orElse(Map.of());
        Settings all = kind.settings();
        for (Map.Entry<String, List<String>> entry : settings.entrySet()) {
            if (!all.list(entry.getKey()).isEmpty()) {
                map.get("settings")
                        .ifPresent(node -> node.error("'%s' is said twice, in the agent and in its settings: remove one"
                                .formatted(entry.getKey())));
            }
            all = all.with(entry.getKey(), entry.getValue().toArray(String[]::new));
        }
        return new Kind(kind.name(), all, kind.node());
    }

    private Optional<Kind> rules(PlanNode node) {
        return node.text().flatMap(name -> {
            if (RULES.contains(name)) return Optional.of(new Kind(name, Settings.NONE, node));
            node.errorUnknown("unknown rules", name, RULES, "use " + String.join(" or ", RULES));
            return Optional.empty();
        });
    }

    private static Optional<Kind> human(PlanNode node) {
        Optional<String> name = node.scalar();
        if (name.equals(Optional.of("true"))) return Optional.of(new Kind("human", Settings.NONE, node));
        if (name.equals(Optional.of("false"))) {
            node.error("an agent that is not human is something else: write command, rules or kind instead");
            return Optional.empty();
        }
        return node.name(text -> new io.hubspoke.protocol.Principal.Operator(text).name())
                .map(text -> new Kind("human", Settings.NONE.with("approvers", text), node));
    }

    private Optional<Kind> command(PlanMap map, PlanNode node) {
        List<String> words = node.isList()
                ? node.texts().orElse(List.of())
                : node.text().map(line -> List.of("sh", "-c", line)).orElse(List.of());
        if (words.isEmpty()) {
            if (node.isList()) node.error("the command is empty: write the program and its arguments");
            return Optional.empty();
        }
        if (node.isList()) workingDirectory(map).ifPresent(from -> checkProgram(node, from, words.getFirst()));
        return Optional.of(new Kind("command", Settings.NONE.with("command", words.toArray(String[]::new)), node));
    }

    private static Kind withProgramSettings(PlanMap map, Kind kind) {
        Settings settings = kind.settings();
        settings = put(
                settings,
                "time-limit",
                map.get("time-limit").flatMap(PlanNode::duration).map(time -> List.of(time.toString())));
        settings = put(
                settings,
                "output-limit",
                map.get("output-limit")
                        .flatMap(limit -> limit.number(0, Long.MAX_VALUE))
                        .map(limit -> List.of(limit.toString())));
        settings = put(
                settings,
                "environment",
                map.get("environment").flatMap(PlanNode::scalars).map(AgentSection::assignments));
        settings = put(settings, "secrets", map.get("secrets").flatMap(PlanNode::texts));
        settings = put(
                settings,
                "directory",
                map.get("directory").flatMap(PlanNode::text).map(List::of));
        settings =
                put(settings, "stdin", map.get("stdin").flatMap(PlanNode::text).map(List::of));
        return new Kind(kind.name(), settings, kind.node());
    }

    /** Empty when what is said of it is no path, which is noted. */
    private Optional<Path> workingDirectory(PlanMap map) {
        Optional<PlanNode> node = map.get("directory");
        Optional<String> text = node.flatMap(PlanNode::quietText);
        return text.isEmpty() ? Optional.of(directory) : node.orElseThrow().path(directory, text.get());
    }

    private static Settings put(Settings settings, String name, Optional<List<String>> texts) {
        return texts.map(values -> settings.with(name, values.toArray(String[]::new)))
                .orElse(settings);
    }

    private static List<String> assignments(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    /** A path must lead to a program; a bare name may come with the machine on which the plan will run. */
    private void checkProgram(PlanNode node, Path from, String program) {
        if (program.isBlank()) {
            node.error("the name of the program is blank: write its path or name");
            return;
        }
        Optional<Path> place = node.path(from, program);
        if (place.isEmpty()) return;
        if (program.contains("/")) {
            Path path = place.get();
            if (!Files.isRegularFile(path)) {
                node.error("there is no program %s: check the path, which starts from %s".formatted(program, from));
            } else if (!Files.isExecutable(path)) {
                node.error("%s may not be executed: run chmod +x %s".formatted(program, path));
            }
        } else if (!inSearchPath(program)) {
            node.warning("there is no program '%s' in PATH: install it or write its path".formatted(program));
        }
    }

    private boolean inSearchPath(String program) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(searchPath)
                .anyMatch(folder ->
                        !folder.isEmpty() && Files.isExecutable(Path.of(folder).resolve(program)));
    }

    private void checkWithProvider(PlanMap map, Kind kind, AgentSpec spec) {
        Optional<AgentProvider> provider = kinds.apply(spec.kind());
        if (provider.isEmpty()) {
            kind.node()
                    .error("unknown kind '%s': check its spelling and that its jar is in lib".formatted(spec.kind()));
            return;
        }
        provider.get().problems(spec).forEach(map::error);
    }
}
