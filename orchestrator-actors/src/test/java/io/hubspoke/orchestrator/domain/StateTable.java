// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of one noun, read from its text. */
record StateTable(String noun, List<String> states, List<Row> rows) {

    /** One line. */
    record Row(List<String> asks, List<String> states, String outcome) {}

    static StateTable of(String noun, List<String> states, String text) {
        List<Row> rows = new ArrayList<>();
        Map<String, List<String>> left = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String[] cells = line.strip().split("\\s*\\|\\s*", 3);
            List<String> asks = List.of(cells[0].split(" / "));
            List<String> open = left.computeIfAbsent(cells[0], label -> new ArrayList<>(states));
            List<String> named = cells[1].equals("*") ? List.copyOf(open) : List.of(cells[1].split(", "));
            if (named.isEmpty() || !open.containsAll(named))
                throw new AssertionError("no such states left for " + line);
            open.removeAll(named);
            rows.add(new Row(asks, named, cells[2]));
        }
        left.forEach((label, open) -> {
            if (!open.isEmpty()) throw new AssertionError("%s says nothing of %s".formatted(label, open));
        });
        return new StateTable(noun, states, rows);
    }

    /** By what is asked, then by state. */
    Map<String, Map<String, String>> outcomes() {
        Map<String, Map<String, String>> outcomes = new LinkedHashMap<>();
        for (Row row : rows) {
            for (String ask : row.asks()) {
                Map<String, String> cells = outcomes.computeIfAbsent(ask, each -> new LinkedHashMap<>());
                for (String state : row.states()) {
                    if (cells.put(state, row.outcome()) != null)
                        throw new AssertionError("%s in %s is told twice".formatted(ask, state));
                }
            }
        }
        return outcomes;
    }

    /** The diagram of what moves it, and the table of everything else. */
    String markdown() {
        StringBuilder text = new StringBuilder("## %s%n%n```mermaid%nstateDiagram-v2%n"
                .formatted(Character.toUpperCase(noun.charAt(0)) + noun.substring(1)));
        for (int i = 0; i < states.size(); i++) {
            if (!states.get(i).equals("ABSENT")) text.append("  state \"%s\" as s%d%n".formatted(states.get(i), i));
        }
        edges().forEach((edge, asks) -> text.append("  %s: %s%n".formatted(edge, String.join(", ", asks))));
        text.append("```\n\n| Asked | In state | Recorded, and the state after it |\n|---|---|---|\n");
        for (Row row : rows) {
            String where = row.states().size() == states.size() ? "*any*" : String.join(", ", row.states());
            text.append("| %s | %s | %s |%n".formatted(String.join(", ", row.asks()), where, row.outcome()));
        }
        return text.append('\n').toString();
    }

    private Map<String, List<String>> edges() {
        Map<String, List<String>> edges = new LinkedHashMap<>();
        for (Row row : rows) {
            String[] outcome = row.outcome().split(" → ", -1);
            if (outcome.length < 2) continue;
            for (String from : row.states()) {
                List<String> labels =
                        edges.computeIfAbsent(node(from) + " --> " + node(outcome[1]), edge -> new ArrayList<>());
                row.asks().stream().filter(ask -> !labels.contains(ask)).forEach(labels::add);
            }
        }
        return edges;
    }

    private String node(String state) {
        return state.equals("ABSENT") ? "[*]" : "s" + states.indexOf(state);
    }
}
