// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.OnDependencyFailure;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskReaderTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006Z");
    private static final TaskLimits LIMITS = TaskLimits.DEFAULT.withBackoff(Duration.ofMillis(1));

    /** Nothing of it is what it is read as when it is left out. */
    private static final TaskRecord EVERYTHING = new TaskRecord(
            new TaskSpec(
                    TaskId.of("build"),
                    "feature",
                    Optional.of(AgentType.ARCHITECT),
                    new Priority(-7),
                    "Build it",
                    "as \u201eagreed\u201c",
                    Map.of("in", "put"),
                    List.of(TaskId.of("plan"), TaskId.of("draw")),
                    List.of("make", "make test"),
                    Optional.of(AgentType.REVIEWER),
                    Optional.of(GateQuestion.of("Merge?").withOptions(List.of("yes", "no"))),
                    Optional.of(LIMITS),
                    OnDependencyFailure.CANCEL),
            LIMITS,
            new TaskRecord.Arrival(4_000_000_000L, NOW),
            TaskStatus.VERIFYING,
            5_000_000_000L,
            Optional.of(new TaskRecord.Lease(AgentId.of("ann"), Purpose.VERIFY, NOW.plusSeconds(1))),
            new TaskRecord.Attempts(1, 2, Optional.of(NOW.plusNanos(1)), List.of("first", "second")),
            new TaskRecord.Work(
                    Optional.of(AgentId.of("bob")),
                    Optional.of(new TaskResult("done", Map.of("out", "put"))),
                    99,
                    "nearly"),
            Optional.of(new GateId(3)),
            true,
            6_000_000_000L,
            Optional.of(NOW.plusSeconds(2)));

    private static final TaskRecord NEXT_TO_NOTHING = new TaskRecord(
            TaskSpec.of(TaskId.of("build"), AgentType.ARCHITECT, ""),
            TaskLimits.DEFAULT,
            new TaskRecord.Arrival(0, Instant.EPOCH),
            TaskStatus.PENDING,
            0,
            Optional.empty(),
            new TaskRecord.Attempts(0, 0, Optional.empty(), List.of()),
            new TaskRecord.Work(Optional.empty(), Optional.empty(), 0, ""),
            Optional.empty(),
            false,
            0,
            Optional.empty());

    private static TaskRecord read(String json) throws JsonProcessingException {
        return SnapshotJson.MAPPER.readValue(json, TaskRecord.class);
    }

    @Test
    void a_task_comes_back_as_it_was_from_the_short_and_from_the_full_form() throws Exception {
        for (TaskRecord task : List.of(EVERYTHING, NEXT_TO_NOTHING)) {
            String shorter = SnapshotJson.MAPPER.writeValueAsString(task);
            String full = StateJson.MAPPER.writeValueAsString(task);
            assertThat(shorter).hasSizeLessThan(full.length());
            assertThat(read(shorter)).isEqualTo(task);
            assertThat(read(full)).isEqualTo(task);
            assertThat(StateJson.MAPPER.readValue(full, TaskRecord.class)).isEqualTo(task);
        }
    }

    @Test
    void what_is_null_is_as_if_it_were_not_there() throws Exception {
        String json = SnapshotJson.MAPPER.writeValueAsString(NEXT_TO_NOTHING);
        String nulls = json.replaceFirst("\\{", "{\"lease\":null,\"epoch\":null,\"attempts\":null,");
        assertThat(read(nulls)).isEqualTo(NEXT_TO_NOTHING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{}' | 'without spec'",
                "'7' | 'Cannot deserialize'",
                "'{\"spec\":7}' | 'Cannot deserialize'",
                "'{\"epoch\":\"7\"}' | 'Cannot deserialize'",
                "'{\"epoch\":7.5}' | 'Cannot deserialize'",
                "'{\"status\":\"SLEEPING\"}' | 'SLEEPING'",
                "'{\"spec\":{\"id\":7}}' | 'Cannot deserialize'",
                "'{\"spec\":{\"title\":{}}}' | 'Cannot deserialize'",
                "'{\"work\":{\"colour\":1}}' | 'colour'",
            })
    void what_is_no_task_is_refused(String json, String sentence) {
        assertThatThrownBy(() -> SnapshotJson.MAPPER.readValue("[" + json + "]", TaskRecord[].class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining(sentence);
    }
}
