// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Severity;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.Usage;
import io.hubspoke.protocol.Wording;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a command says to the hub: one JSON object on one line of its standard output.
 *
 * <pre>{@code
 * {"type":"progress","percent":40,"note":"…"}
 * {"type":"message","to":"agent-id","message-type":"…","payload":"…","correlation":"…"}
 * {"type":"consult","id":"q1","specialist":"security-expert","question":"…","context":"…","deadline":"PT5M"}
 * {"type":"escalate","id":"q2","reason":"…","context":"…","severity":"high","options":["a","b"],
 *  "approvers":["alice"],"deadline":"PT1H","on-expiry":"reject"}  (on one line)
 * {"type":"usage","input-tokens":100,"output-tokens":20,"cost-micros":350,"note":"…"}
 * {"type":"result","summary":"…","outputs":{"name":"text"}}
 * {"type":"fail","reason":"…","retryable":false}
 * }</pre>
 */
sealed interface Talk {
    record Progress(int percent, String note) implements Talk {}

    record Message(AgentId to, String messageType, String payload, Optional<String> correlation) implements Talk {}

    record Consult(String id, AgentType specialist, String question, String context, Duration deadline)
            implements Talk {}

    record Escalate(String id, GateQuestion question) implements Talk {}

    record Cost(Usage usage, String note) implements Talk {}

    record Result(TaskResult result) implements Talk {}

    record Fail(String reason, boolean retryable) implements Talk {}

    /** Meant for the hub, but wrong: the sentence says how. */
    record Wrong(String id, String sentence) implements Talk {}

    Set<String> TYPES = Set.of("progress", "message", "consult", "escalate", "usage", "result", "fail");
    Pattern CONTROL = Pattern.compile("\\p{Cc}+");
    Duration CONSULT_DEADLINE = Duration.ofMinutes(10);

    /** Empty for what is not addressed to the hub: no JSON, half of it, or of another type. */
    static Optional<Talk> parse(String line, Redactor redactor) {
        Optional<JsonNode> node =
                Json.object(line).filter(it -> TYPES.contains(it.path("type").asText()));
        return node.map(it -> {
            Fields fields = new Fields(it, redactor);
            try {
                return parse(fields);
            } catch (IllegalArgumentException wrong) {
                return new Wrong(
                        fields.text("id"),
                        "%s: %s".formatted(it.path("type").asText(), oneLine(String.valueOf(wrong.getMessage()))));
            }
        });
    }

    /** What is told may quote the command: no line break or terminal command of it comes through. */
    private static String oneLine(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }

    private static Talk parse(Fields fields) {
        return switch (fields.required("type")) {
            case "progress" -> new Progress(fields.percent(), fields.text("note"));
            case "message" ->
                new Message(
                        AgentId.of(fields.required("to")),
                        fields.text("message-type", "note"),
                        fields.text("payload"),
                        fields.optional("correlation"));
            case "consult" ->
                new Consult(
                        fields.text("id"),
                        AgentType.of(fields.required("specialist")),
                        fields.required("question"),
                        fields.text("context"),
                        fields.time("deadline").orElse(CONSULT_DEADLINE));
            case "escalate" -> new Escalate(fields.text("id"), gate(fields));
            case "usage" ->
                new Cost(
                        new Usage(
                                fields.number("input-tokens"),
                                fields.number("output-tokens"),
                                fields.number("cost-micros")),
                        fields.text("note"));
            case "result" -> new Result(new TaskResult(fields.text("summary"), fields.entries("outputs")));
            case "fail" ->
                new Fail(fields.text("reason", "the command gave no reason"), fields.flag("retryable", true));
            default -> throw new IllegalArgumentException("unknown type");
        };
    }

    private static GateQuestion gate(Fields fields) {
        GateQuestion question = GateQuestion.of(fields.required("reason"))
                .withContext(fields.text("context"))
                .withSeverity(fields.word("severity", Severity.NORMAL))
                .withOptions(fields.list("options"))
                .withApprovers(fields.list("approvers"));
        GateExpiry expiry = fields.word("on-expiry", GateExpiry.REJECT);
        return fields.time("deadline")
                .map(time -> question.withDeadline(time, expiry))
                .orElse(question);
    }

    /** The fields of one object, with secrets taken out of every text. */
    record Fields(JsonNode node, Redactor redactor) {
        Optional<String> optional(String name) {
            JsonNode value = node.path(name);
            if (value.isMissingNode() || value.isNull()) return Optional.empty();
            return Optional.of(redactor.text(value.isValueNode() ? value.asText() : Json.line(value)));
        }

        String text(String name) {
            return text(name, "");
        }

        String text(String name, String otherwise) {
            return optional(name).orElse(otherwise);
        }

        String required(String name) {
            return optional(name)
                    .filter(text -> !text.isBlank())
                    .orElseThrow(() -> new IllegalArgumentException("'%s' is missing".formatted(name)));
        }

        /** A fraction is dropped; whether it is a percentage is for the hub to say. */
        int percent() {
            JsonNode value = node.path("percent");
            if (value.isMissingNode() || value.isNull()) return 0;
            if (!value.isNumber() || !value.canConvertToInt())
                throw new IllegalArgumentException("'percent' must be a number from 0 to 100");
            return value.asInt();
        }

        /** Nothing is rounded or cut: what is used is paid. */
        long number(String name) {
            JsonNode value = node.path(name);
            if (value.isMissingNode() || value.isNull()) return 0;
            if (!value.canConvertToExactIntegral() || !value.canConvertToLong())
                throw new IllegalArgumentException(
                        "'%s' must be a whole number up to %d".formatted(name, Long.MAX_VALUE));
            return value.asLong();
        }

        Optional<Duration> time(String name) {
            return optional(name).map(text -> {
                try {
                    Duration time = Duration.parse(text);
                    if (time.isPositive()) return time;
                } catch (DateTimeParseException noTime) {
                    // falls through to the sentence below
                }
                throw new IllegalArgumentException("'%s' must be a time such as PT5M".formatted(name));
            });
        }

        /** One of the words of an enum, as {@code stay-open} for {@code STAY_OPEN}. */
        <E extends Enum<E>> E word(String name, E otherwise) {
            Optional<String> text = optional(name);
            if (text.isEmpty()) return otherwise;
            E[] words = otherwise.getDeclaringClass().getEnumConstants();
            return Arrays.stream(words)
                    .filter(word -> written(word)
                            .equals(text.get().toLowerCase(Locale.ROOT).replace('_', '-')))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'%s' must be one of %s"
                            .formatted(
                                    name,
                                    Arrays.stream(words).map(Fields::written).collect(Collectors.joining(", ")))));
        }

        private static String written(Enum<?> word) {
            return Wording.of(word).replace(' ', '-');
        }

        boolean flag(String name, boolean otherwise) {
            return node.path(name).asBoolean(otherwise);
        }

        List<String> list(String name) {
            List<String> texts = new ArrayList<>();
            node.path(name).forEach(value -> texts.add(redactor.text(value.asText())));
            return texts;
        }

        TreeMap<String, String> entries(String name) {
            TreeMap<String, String> entries = new TreeMap<>();
            node.path(name)
                    .properties()
                    .forEach(entry -> entries.put(
                            redactor.text(entry.getKey()),
                            redactor.text(
                                    entry.getValue().isValueNode()
                                            ? entry.getValue().asText()
                                            : Json.line(entry.getValue()))));
            return entries;
        }
    }
}
