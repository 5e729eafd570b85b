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
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
    Duration CONSULT_DEADLINE = Duration.ofMinutes(10);

    /** Empty for what is not addressed to the hub: no JSON, half of it, or of another type. */
    static Optional<Talk> parse(String line, Redactor redactor) {
        Optional<JsonNode> node =
                Json.object(line).filter(it -> TYPES.contains(it.path("type").asText()));
        return node.map(it -> {
            try {
                return parse(new Fields(it, redactor));
            } catch (IllegalArgumentException | DateTimeParseException wrong) {
                return new Wrong(
                        it.path("id").asText(""),
                        "%s: %s".formatted(it.path("type").asText(), wrong.getMessage()));
            }
        });
    }

    private static Talk parse(Fields fields) {
        return switch (fields.required("type")) {
            case "progress" -> new Progress((int) fields.number("percent", 0), fields.text("note"));
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
                        fields.optional("deadline").map(Duration::parse).orElse(CONSULT_DEADLINE));
            case "escalate" -> new Escalate(fields.text("id"), gate(fields));
            case "usage" ->
                new Cost(
                        new Usage(
                                fields.number("input-tokens", 0),
                                fields.number("output-tokens", 0),
                                fields.number("cost-micros", 0)),
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
                .withSeverity(Severity.valueOf(fields.text("severity", "normal").toUpperCase(Locale.ROOT)))
                .withOptions(fields.list("options"))
                .withApprovers(fields.list("approvers"));
        GateExpiry expiry = GateExpiry.valueOf(
                fields.text("on-expiry", "reject").toUpperCase(Locale.ROOT).replace('-', '_'));
        return fields.optional("deadline")
                .map(time -> question.withDeadline(Duration.parse(time), expiry))
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

        long number(String name, long otherwise) {
            JsonNode value = node.path(name);
            if (value.isMissingNode() || value.isNull()) return otherwise;
            if (!value.isNumber()) throw new IllegalArgumentException("'%s' must be a number".formatted(name));
            return value.asLong();
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
