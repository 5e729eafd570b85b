// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Wording;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a command agent reads: the JSON of tasks, questions, messages and answers. Names are in kebab-case. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** The object that a line holds, if it holds one and nothing else. */
    static Optional<JsonNode> object(String line) {
        try {
            JsonNode node = MAPPER.reader()
                    .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(line);
            return node != null && node.isObject() ? Optional.of(node) : Optional.empty();
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }

    /** One line of text. */
    static String line(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static ObjectNode node(String type) {
        return MAPPER.createObjectNode().put("type", type);
    }

    static ObjectNode task(
            ProjectId project, AgentId agent, Path workspace, Letter.Assignment assignment, List<JsonNode> messages) {
        TaskSpec task = assignment.task();
        ObjectNode node = node("task");
        node.put("project", project.toString());
        node.put("agent", agent.value());
        node.put("id", task.id().value());
        node.put("purpose", Wording.of(assignment.purpose()));
        node.put("attempt", assignment.attempt());
        node.put("epoch", assignment.epoch());
        node.put("title", task.title());
        node.put("instructions", task.instructions());
        node.put("task-type", task.type());
        node.put("priority", task.priority().value());
        node.set("inputs", texts(task.inputs()));
        ObjectNode needs = node.putObject("needs");
        assignment.needs().forEach((id, result) -> needs.set(id.value(), result(result)));
        node.set("checks", texts(task.checks()));
        assignment.worker().ifPresent(worker -> node.put("worker", worker.value()));
        if (assignment.worker().isPresent()) node.set("work", result(assignment.work()));
        ArrayNode decisions = node.putArray("decisions");
        assignment.decisions().forEach(outcome -> decisions.add(outcome(MAPPER.createObjectNode(), outcome)));
        node.set("notes", texts(assignment.notes()));
        node.putArray("messages").addAll(messages);
        node.put("workspace", workspace.toString());
        return node;
    }

    static ObjectNode question(ProjectId project, AgentId agent, Path workspace, Letter.Question question) {
        ObjectNode node = node("question");
        node.put("project", project.toString());
        node.put("agent", agent.value());
        node.put("id", question.consultation().toString());
        node.put("asker", question.asker().value());
        node.put("question", question.question());
        node.put("context", question.context());
        node.put("workspace", workspace.toString());
        return node;
    }

    static ObjectNode message(Principal from, Letter.Message message) {
        ObjectNode node = node("message");
        node.put("from", from.toString());
        node.put("message-type", message.messageType());
        node.put("payload", message.payload());
        message.correlation().ifPresent(id -> node.put("correlation", id));
        return node;
    }

    static ObjectNode decision(GateOutcome outcome) {
        return outcome(node("decision"), outcome);
    }

    private static ObjectNode outcome(ObjectNode node, GateOutcome outcome) {
        node.put("gate", outcome.gate().toString());
        node.put("reason", outcome.reason());
        node.put("status", Wording.of(outcome.status()));
        node.put("by", outcome.by().toString());
        node.put("option", outcome.option());
        node.put("comment", outcome.comment());
        node.put("text", outcome.text());
        return node;
    }

    private static ObjectNode result(TaskResult result) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("summary", result.summary());
        node.set("outputs", texts(result.outputs()));
        return node;
    }

    private static ObjectNode texts(Map<String, String> entries) {
        ObjectNode node = MAPPER.createObjectNode();
        entries.forEach(node::put);
        return node;
    }

    private static ArrayNode texts(List<String> entries) {
        ArrayNode node = MAPPER.createArrayNode();
        entries.forEach(node::add);
        return node;
    }
}
