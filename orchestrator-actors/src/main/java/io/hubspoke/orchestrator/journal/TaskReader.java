// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.orchestrator.domain.TaskRecord.Arrival;
import io.hubspoke.orchestrator.domain.TaskRecord.Attempts;
import io.hubspoke.orchestrator.domain.TaskRecord.Lease;
import io.hubspoke.orchestrator.domain.TaskRecord.Work;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.OnDependencyFailure;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a task of a snapshot property by property. There may be a million of them, and a hub that starts waits for
 * them while its code is not yet compiled: the library's way to make records, which stays for all that is rare, takes
 * twice as long then. What is absent or null is empty, zero or usual.
 */
final class TaskReader extends JsonDeserializer<TaskRecord> {
    static final Attempts NO_ATTEMPTS = new Attempts(0, 0, Optional.empty(), List.of());
    private static final Work NO_WORK = new Work(Optional.empty(), Optional.empty(), 0, "");

    @Override
    public TaskRecord deserialize(JsonParser json, DeserializationContext context) throws IOException {
        TaskSpec spec = null;
        TaskLimits limits = TaskLimits.DEFAULT;
        Arrival arrival = null;
        TaskStatus status = null;
        long epoch = 0;
        Optional<Lease> lease = Optional.empty();
        Attempts attempts = NO_ATTEMPTS;
        Work work = NO_WORK;
        Optional<GateId> gate = Optional.empty();
        boolean gateApproved = false;
        long retriedAt = 0;
        Optional<Instant> finishedAt = Optional.empty();
        for (String name = first(json, context); name != null; name = next(json)) {
            switch (name) {
                case "spec" -> spec = spec(json, context);
                case "limits" -> limits = context.readValue(json, TaskLimits.class);
                case "arrival" -> arrival = arrival(json, context);
                case "status" -> status = TaskStatus.valueOf(text(json, context));
                case "epoch" -> epoch = number(json, context).getLongValue();
                case "lease" -> lease = Optional.of(context.readValue(json, Lease.class));
                case "attempts" -> attempts = attempts(json, context);
                case "work" -> work = work(json, context);
                case "gate" -> gate = Optional.of(context.readValue(json, GateId.class));
                case "gateApproved" -> gateApproved = json.getBooleanValue();
                case "retriedAt" -> retriedAt = number(json, context).getLongValue();
                case "finishedAt" -> finishedAt = Optional.of(SnapshotJson.instant(json, context));
                default -> context.handleUnknownProperty(json, this, TaskRecord.class, name);
            }
        }
        return new TaskRecord(
                required(spec, "spec", context),
                limits,
                required(arrival, "arrival", context),
                required(status, "status", context),
                epoch,
                lease,
                attempts,
                work,
                gate,
                gateApproved,
                retriedAt,
                finishedAt);
    }

    private TaskSpec spec(JsonParser json, DeserializationContext context) throws IOException {
        String id = "";
        String type = "";
        Optional<AgentType> agentType = Optional.empty();
        int priority = 0;
        String title = "";
        String instructions = "";
        Map<String, String> inputs = Map.of();
        List<TaskId> needs = List.of();
        List<String> checks = List.of();
        Optional<AgentType> verifier = Optional.empty();
        Optional<GateQuestion> gate = Optional.empty();
        Optional<TaskLimits> limits = Optional.empty();
        OnDependencyFailure onDependencyFailure = null;
        for (String name = first(json, context); name != null; name = next(json)) {
            switch (name) {
                case "id" -> id = text(json, context);
                case "type" -> type = text(json, context);
                case "agentType" -> agentType = Optional.of(AgentType.of(text(json, context)));
                case "priority" -> priority = number(json, context).getIntValue();
                case "title" -> title = text(json, context);
                case "instructions" -> instructions = text(json, context);
                case "inputs" -> inputs = texts(json, context);
                case "needs" -> needs = Arrays.asList(context.readValue(json, TaskId[].class));
                case "checks" -> checks = Arrays.asList(context.readValue(json, String[].class));
                case "verifier" -> verifier = Optional.of(AgentType.of(text(json, context)));
                case "gate" -> gate = Optional.of(context.readValue(json, GateQuestion.class));
                case "limits" -> limits = Optional.of(context.readValue(json, TaskLimits.class));
                case "onDependencyFailure" -> onDependencyFailure = OnDependencyFailure.valueOf(text(json, context));
                default -> context.handleUnknownProperty(json, this, TaskSpec.class, name);
            }
        }
        return new TaskSpec(
                TaskId.of(id),
                type,
                agentType,
                new Priority(priority),
                title,
                instructions,
                inputs,
                needs,
                checks,
                verifier,
                gate,
                limits,
                required(onDependencyFailure, "onDependencyFailure", context));
    }

    private Arrival arrival(JsonParser json, DeserializationContext context) throws IOException {
        long revision = 0;
        Instant at = null;
        for (String name = first(json, context); name != null; name = next(json)) {
            switch (name) {
                case "revision" -> revision = number(json, context).getLongValue();
                case "at" -> at = SnapshotJson.instant(json, context);
                default -> context.handleUnknownProperty(json, this, Arrival.class, name);
            }
        }
        return new Arrival(revision, required(at, "at", context));
    }

    private Attempts attempts(JsonParser json, DeserializationContext context) throws IOException {
        int failures = 0;
        int losses = 0;
        Optional<Instant> dueAt = Optional.empty();
        List<String> notes = List.of();
        for (String name = first(json, context); name != null; name = next(json)) {
            switch (name) {
                case "failures" -> failures = number(json, context).getIntValue();
                case "losses" -> losses = number(json, context).getIntValue();
                case "dueAt" -> dueAt = Optional.of(SnapshotJson.instant(json, context));
                case "notes" -> notes = Arrays.asList(context.readValue(json, String[].class));
                default -> context.handleUnknownProperty(json, this, Attempts.class, name);
            }
        }
        return new Attempts(failures, losses, dueAt, notes);
    }

    private Work work(JsonParser json, DeserializationContext context) throws IOException {
        Optional<AgentId> worker = Optional.empty();
        Optional<TaskResult> result = Optional.empty();
        int percent = 0;
        String progress = "";
        for (String name = first(json, context); name != null; name = next(json)) {
            switch (name) {
                case "worker" -> worker = Optional.of(AgentId.of(text(json, context)));
                case "result" -> result = Optional.of(result(json, context));
                case "percent" -> percent = number(json, context).getIntValue();
                case "progress" -> progress = text(json, context);
                default -> context.handleUnknownProperty(json, this, Work.class, name);
            }
        }
        return new Work(worker, result, percent, progress);
    }

    private TaskResult result(JsonParser json, DeserializationContext context) throws IOException {
        String summary = "";
        Map<String, String> outputs = Map.of();
        for (String name = first(json, context); name != null; name = next(json)) {
            switch (name) {
                case "summary" -> summary = text(json, context);
                case "outputs" -> outputs = texts(json, context);
                default -> context.handleUnknownProperty(json, this, TaskResult.class, name);
            }
        }
        return new TaskResult(summary, outputs);
    }

    private static Map<String, String> texts(JsonParser json, DeserializationContext context) throws IOException {
        return context.readValue(
                json, context.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    }

    private @Nullable String first(JsonParser json, DeserializationContext context) throws IOException {
        return next(at(JsonToken.START_OBJECT, json, context));
    }

    /** The name of the next property that is not null, whose value is at hand then. */
    private static @Nullable String next(JsonParser json) throws IOException {
        String name = json.nextFieldName();
        while (name != null && json.nextToken() == JsonToken.VALUE_NULL) name = json.nextFieldName();
        return name;
    }

    private static String text(JsonParser json, DeserializationContext context) throws IOException {
        return at(JsonToken.VALUE_STRING, json, context).getText();
    }

    private static JsonParser number(JsonParser json, DeserializationContext context) throws IOException {
        return at(JsonToken.VALUE_NUMBER_INT, json, context);
    }

    private static JsonParser at(JsonToken wanted, JsonParser json, DeserializationContext context) throws IOException {
        if (!json.hasToken(wanted)) context.handleUnexpectedToken(TaskRecord.class, json);
        return json;
    }

    private <T> T required(@Nullable T value, String name, DeserializationContext context) throws IOException {
        if (value == null) return context.reportInputMismatch(this, "a task without %s", name);
        return value;
    }
}
