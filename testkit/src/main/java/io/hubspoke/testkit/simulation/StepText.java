// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hubspoke.orchestrator.journal.JournalJson;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.OperatorCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A history as text that people read and {@link Simulation#replay} tells again: {@code seed 17}, then a line for each
 * step.
 *
 * <pre>
 * 0 alice asks {"type":"create-project", ...}
 * 73 a2 does {"type":"claim-task"}
 * 95 happens AGENT_DEATH 7203
 * strikes TORN_WRITE 14
 * </pre>
 */
record StepText(long seed, List<Step> steps) {
    String text() {
        return "seed %d%n%s%n"
                .formatted(seed, steps.stream().map(StepText::line).collect(Collectors.joining("\n")));
    }

    static String line(Step step) {
        return switch (step) {
            case Step.Ask ask -> ask.millis() + " " + ask.operator() + " asks " + json(ask.command());
            case Step.Act act -> act.millis() + " " + act.agent() + " does " + json(act.command());
            case Step.Happen happen -> happen.millis() + " happens " + happen.fault() + " " + happen.amount();
            case Step.Strike strike -> "strikes " + strike.fault() + " " + strike.occasion();
        };
    }

    /** @throws IllegalArgumentException naming the line that cannot be read */
    static StepText parse(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.isEmpty() || !lines.getFirst().startsWith("seed "))
            throw new IllegalArgumentException("a history begins with a line like: seed 17");
        List<Step> steps = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) steps.add(step(line));
        return new StepText(Long.parseLong(lines.getFirst().substring(5).strip()), steps);
    }

    private static Step step(String line) {
        try {
            String[] words = line.split(" ", 4);
            if (words[0].equals("strikes")) return new Step.Strike(Fault.valueOf(words[1]), Long.parseLong(words[2]));
            long millis = Long.parseLong(words[0]);
            if (words[1].equals("happens"))
                return new Step.Happen(millis, Fault.valueOf(words[2]), Long.parseLong(words[3]));
            if (words[2].equals("asks")) return new Step.Ask(millis, words[1], read(words[3], OperatorCommand.class));
            if (words[2].equals("does"))
                return new Step.Act(millis, new AgentId(words[1]), read(words[3], AgentCommand.class));
        } catch (RuntimeException | JsonProcessingException unreadable) {
            throw new IllegalArgumentException("this step cannot be read: " + line, unreadable);
        }
        throw new IllegalArgumentException("this step cannot be read: " + line);
    }

    private static <C extends Command> C read(String json, Class<C> kind) throws JsonProcessingException {
        return kind.cast(JournalJson.MAPPER.readValue(json, Command.class));
    }

    private static String json(Command command) {
        try {
            return JournalJson.MAPPER.writerFor(Command.class).writeValueAsString(command);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
