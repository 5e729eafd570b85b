// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static io.hubspoke.orchestrator.actor.HubUnderTest.ANN;
import static io.hubspoke.orchestrator.actor.HubUnderTest.BOB;
import static io.hubspoke.orchestrator.actor.HubUnderTest.message;
import static io.hubspoke.orchestrator.actor.HubUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hubspoke.orchestrator.actor.ControlledJournal.Control;
import io.hubspoke.orchestrator.actor.ControlledJournal.Mode;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.CreateProject;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.PauseAgent;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.Committed;
import io.hubspoke.protocol.wire.Replied;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replies and deliveries follow the write; a write that fails leaves nobody with a wrong answer. */
class DurabilityTest {
    private static final String ROWS = "orchestrator|p";

    private final HubUnderTest hub =
            HubUnderTest.start(ControlledJournal.CONFIG, "hubspoke.orchestrator.restart-pause = 20ms");
    private final Control journal = ControlledJournal.of(hub.kit.system());

    @AfterEach
    void stop() {
        hub.close();
    }

    private Reply replyTo(CommandId id) {
        Replied replied = hub.operator.receiveMessage();
        assertThat(replied.id()).isEqualTo(id);
        return replied.reply();
    }

    @Test
    void neither_reply_nor_letter_nor_event_comes_before_the_write() {
        hub.withProject(ANN);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        TestProbe<Committed> follower = hub.kit.createTestProbe(Committed.class);
        hub.hub.tell(new ToOrchestrator.Follow(follower.getRef()));
        journal.set(Mode.HOLD);

        CommandId id = hub.send(message(ANN, "hello"));
        await().until(() -> journal.held() == 1);
        assertThat(hub.status().letters()).as("what is read is committed").isZero();
        hub.operator.expectNoMessage(Duration.ofMillis(50));
        ann.expectNoMessage(Duration.ofMillis(20));
        follower.expectNoMessage(Duration.ofMillis(20));

        journal.release();
        assertThat(replyTo(id)).isInstanceOf(Reply.Accepted.class);
        assertThat(HubUnderTest.letters(ann, 1)).hasSize(1);
        assertThat(follower.receiveMessage().events()).hasSize(1);
    }

    @Test
    void what_arrives_during_a_write_becomes_one_commit_and_refusals_in_it_wait_for_it_too() {
        hub.withProject(ANN);
        int before = journal.rows(ROWS).size();
        journal.set(Mode.HOLD);
        CommandId first = hub.send(message(ANN, "first"));
        await().until(() -> journal.held() == 1);
        List<CommandId> gathered = new ArrayList<>();
        for (int i = 0; i < 10; i++) gathered.add(hub.send(message(i == 5 ? BOB : ANN, "number " + i)));
        hub.status();

        journal.set(Mode.HOLD);
        journal.release();
        journal.set(Mode.HOLD);
        assertThat(replyTo(first)).isInstanceOf(Reply.Accepted.class);
        await().until(() -> journal.held() == 1 || journal.rows(ROWS).size() == before + 2);
        journal.release();

        for (CommandId id : gathered) {
            Reply reply = replyTo(id);
            if (id.equals(gathered.get(5)))
                assertThat(reply).isEqualTo(new Reply.Rejected(new Rejection.UnknownAgent(BOB)));
            else assertThat(reply).isInstanceOf(Reply.Accepted.class);
        }
        List<byte[]> rows = journal.rows(ROWS);
        assertThat(rows).hasSize(before + 2);
        assertThat(new CommitCodec().decode(rows.getLast()).events()).hasSize(9);
    }

    @Test
    void a_batch_that_changes_nothing_is_answered_without_a_write() {
        hub.withProject(ANN);
        journal.set(Mode.HOLD);
        assertThat(hub.execute(message(BOB, "nobody"))).isEqualTo(new Reply.Rejected(new Rejection.UnknownAgent(BOB)));
        assertThat(hub.execute(new CreateProject(ProjectSettings.DEFAULT, Map.of())))
                .isInstanceOf(Reply.class);
        assertThat(journal.held()).isZero();
    }

    @Test
    void a_write_that_fails_is_answered_as_unknown_and_the_hub_goes_on_by_itself() {
        hub.withProject(ANN);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        journal.set(Mode.FAIL_WITHOUT_WRITING);
        CommandId id = hub.send(message(ANN, "hello"));
        assertThat(replyTo(id)).isInstanceOf(Reply.Undetermined.class);

        journal.set(Mode.WRITE);
        hub.hub.tell(new ToOrchestrator.ExecuteAsOperator(id, "alice", message(ANN, "hello"), hub.operator.getRef()));
        assertThat(replyTo(id)).isInstanceOf(Reply.Accepted.class);
        assertThat(HubUnderTest.letters(ann, 1))
                .singleElement()
                .satisfies(letter -> assertThat(text(letter)).isEqualTo("hello"));
        assertThat(hub.status().letters()).isEqualTo(1);
    }

    @Test
    void a_write_that_was_reported_lost_but_was_not_takes_effect_once() {
        hub.withProject(ANN);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        TestProbe<Committed> follower = hub.kit.createTestProbe(Committed.class);
        hub.hub.tell(new ToOrchestrator.Follow(follower.getRef()));
        journal.set(Mode.WRITE_AND_FAIL);
        CommandId hello = hub.send(message(ANN, "hello"));
        assertThat(replyTo(hello)).isInstanceOf(Reply.Undetermined.class);
        journal.set(Mode.WRITE);

        assertThat(HubUnderTest.letters(ann, 1))
                .as("delivered after the journal was read")
                .hasSize(1);
        assertThat(follower.receiveMessage().events())
                .as("followers miss nothing")
                .hasSize(1);
        hub.hub.tell(
                new ToOrchestrator.ExecuteAsOperator(hello, "alice", message(ANN, "hello"), hub.operator.getRef()));
        assertThat(replyTo(hello)).isInstanceOf(Reply.Accepted.class);
        assertThat(hub.status().letters()).isEqualTo(1);
    }

    @Test
    void what_a_lost_write_ordered_is_told_to_the_host_all_the_same() {
        hub.withProject(ANN);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        journal.set(Mode.WRITE_AND_FAIL);
        CommandId pause = hub.send(new PauseAgent(ANN, "lunch"));
        assertThat(replyTo(pause)).isInstanceOf(Reply.Undetermined.class);
        journal.set(Mode.WRITE);
        ann.expectMessage(new ToAgent.Control(ToAgent.Action.PAUSE, "lunch"));
    }

    @Test
    void commands_that_wait_while_the_journal_is_away_are_executed_when_it_is_back() {
        hub.withProject(ANN);
        journal.set(Mode.FAIL_WITHOUT_WRITING);
        CommandId lost = hub.send(message(ANN, "lost"));
        assertThat(replyTo(lost)).isInstanceOf(Reply.Undetermined.class);
        journal.set(Mode.WRITE);
        CommandId later = hub.send(message(ANN, "later"));
        assertThat(replyTo(later)).isInstanceOf(Reply.Accepted.class);
    }

    @Test
    void who_is_heard_during_a_slow_write_keeps_its_lease() {
        hub.withProject(ANN);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        TaskId task = TaskId.of("task");
        hub.accepted(EnqueueTasks.one(TaskSpec.of(task, AgentType.BACKEND_DEVELOPER, "work")
                .withLimits(TaskLimits.DEFAULT.withLease(Duration.ofSeconds(30)))));
        HubUnderTest.letters(ann, 1);
        long revision = hub.status().revision();

        journal.set(Mode.HOLD);
        CommandId hello = hub.send(message(ANN, "hello"));
        await().until(() -> journal.held() == 1);
        for (int i = 0; i < 12; i++) {
            hub.hub.tell(new ToOrchestrator.Heartbeat(ANN, 1, Optional.of(new ToOrchestrator.Lease(task, 1))));
            hub.pass(Duration.ofSeconds(5));
        }
        journal.release();

        assertThat(replyTo(hello)).isInstanceOf(Reply.Accepted.class);
        await().until(() -> hub.status().revision() > revision + 1);
        assertThat(hub.read(new Query.Task(task), View.Task.class).epoch()).isEqualTo(1);
    }

    @Test
    void a_host_that_asks_during_a_failing_write_may_ask_again() {
        hub.withProject(ANN);
        TestProbe<ToAgent> ann = hub.host();
        journal.set(Mode.FAIL_WITHOUT_WRITING);
        hub.hub.tell(new ToOrchestrator.Attach(ANN, 1, ann.getRef()));
        assertThat(ann.expectMessageClass(ToAgent.AttachRefused.class).rejection())
                .isInstanceOf(Rejection.Overloaded.class);
        journal.set(Mode.WRITE);
        hub.attach(ANN, 1, ann);
    }

    @Test
    void revisions_are_contiguous_over_all_commits_and_each_row_is_a_link_of_the_chain() {
        hub.withProject(ANN, BOB);
        for (int i = 0; i < 20; i++) hub.accepted(message(i % 2 == 0 ? ANN : BOB, "number " + i));

        CommitCodec codec = new CommitCodec();
        Head head = Head.START;
        long revision = 0;
        for (byte[] row : journal.rows(ROWS)) {
            Commit commit = codec.decode(row);
            head = head.then(commit);
            for (Recorded recorded : commit.events())
                assertThat(recorded.revision()).isEqualTo(++revision);
        }
        assertThat(revision).isEqualTo(23);
        assertThat(hub.status().revision()).isEqualTo(23);
    }

    @Test
    void a_large_batch_is_decided_during_a_write_and_written_after_it() {
        hub.withProject(ANN);
        int before = journal.rows(ROWS).size();
        journal.set(Mode.HOLD);
        CommandId first = hub.send(message(ANN, "first"));
        await().until(() -> journal.held() == 1);
        for (int i = 0; i < 100; i++) hub.send(message(i % 10 == 0 ? BOB : ANN, "number " + i));
        hub.status();
        hub.operator.expectNoMessage(Duration.ofMillis(50));
        assertThat(journal.held()).as("one write at a time").isEqualTo(1);

        journal.release();
        Map<CommandId, Reply> replies = replies(hub, 101);
        assertThat(replies.get(first)).isInstanceOf(Reply.Accepted.class);
        assertThat(replies.values())
                .filteredOn(Reply.Rejected.class::isInstance)
                .hasSize(10);
        assertThat(journal.rows(ROWS)).hasSizeBetween(before + 2, before + 3);
    }

    @Test
    void what_was_decided_ahead_of_a_write_that_fails_has_no_effect_and_is_as_unknown_as_that() {
        hub.withProject(ANN);
        journal.set(Mode.HOLD);
        hub.send(message(ANN, "first"));
        await().until(() -> journal.held() == 1);
        List<CommandId> ahead = new ArrayList<>();
        for (int i = 0; i < 100; i++) ahead.add(hub.send(message(ANN, "number " + i)));
        hub.status();
        journal.failHeld();

        Map<CommandId, Reply> replies = replies(hub, 101);
        assertThat(replies.get(ahead.getFirst())).isInstanceOf(Reply.Undetermined.class);
        long written = replies.values().stream()
                .filter(Reply.Accepted.class::isInstance)
                .count();
        assertThat(hub.status().letters()).as("accepted is what was written").isEqualTo(written);
        hub.hub.tell(new ToOrchestrator.ExecuteAsOperator(
                ahead.getFirst(), "alice", message(ANN, "number 0"), hub.operator.getRef()));
        assertThat(replyTo(ahead.getFirst())).isInstanceOf(Reply.Accepted.class);
        assertThat(hub.status().letters()).isEqualTo(written + 1);
    }

    @Test
    void one_that_is_handed_off_finishes_its_commit_and_lets_nobody_wait() {
        hub.withProject(ANN);
        journal.set(Mode.HOLD);
        CommandId inFlight = hub.send(message(ANN, "in flight"));
        await().until(() -> journal.held() == 1);
        CommandId waiting = hub.send(message(ANN, "waiting"));
        ActorRef<Object> anything = hub.hub.unsafeUpcast();
        anything.tell(new OrchestratorMessage.HandOff());
        CommandId late = hub.send(message(ANN, "late"));
        assertThat(replyTo(late)).isEqualTo(new Reply.Rejected(new Rejection.Overloaded(200)));
        journal.release();

        assertThat(replies(hub, 2)).satisfies(replies -> {
            assertThat(replies.get(inFlight)).isInstanceOf(Reply.Accepted.class);
            assertThat(replies.get(waiting)).isEqualTo(new Reply.Rejected(new Rejection.Overloaded(200)));
        });
        hub.operator.expectTerminated(hub.hub);
        assertThat(new CommitCodec().decode(journal.rows(ROWS).getLast()).events())
                .hasSize(1);
    }

    @Test
    void one_that_is_stopped_during_a_write_says_that_the_outcome_is_unknown() {
        hub.withProject(ANN);
        journal.set(Mode.HOLD);
        CommandId inFlight = hub.send(message(ANN, "in flight"));
        await().until(() -> journal.held() == 1);
        hub.kit.stop(hub.hub);
        assertThat(replyTo(inFlight)).isInstanceOf(Reply.Undetermined.class);
    }

    @Test
    void a_command_whose_events_could_not_be_read_again_is_refused_and_its_neighbours_are_not() {
        try (HubUnderTest large = HubUnderTest.start(
                ControlledJournal.CONFIG,
                "hubspoke.orchestrator.batch-bytes-max = 256 MiB",
                "hubspoke.orchestrator.waiting-bytes-max = 512 MiB",
                "pekko.actor.serialize-messages = off")) {
            large.withProject(ANN);
            Control rows = ControlledJournal.of(large.kit.system());
            String text = "x".repeat(120 * 1024);
            List<TaskSpec> tasks = IntStream.range(0, 600)
                    .mapToObj(i -> TaskSpec.of(TaskId.of("t" + i), AgentType.BACKEND_DEVELOPER, "task")
                            .withInstructions(text))
                    .toList();
            rows.set(Mode.HOLD);
            CommandId first = large.send(message(ANN, "first"));
            await().until(() -> rows.held() == 1);
            CommandId good = large.send(message(ANN, "good"));
            CommandId huge = large.send(new EnqueueTasks(tasks));
            CommandId better = large.send(message(ANN, "better"));
            large.status();
            rows.release();

            assertThat(replies(large, 4)).satisfies(replies -> {
                assertThat(replies).extractingByKeys(first, good, better).allMatch(Reply.Accepted.class::isInstance);
                assertThat(replies.get(huge)).isInstanceOf(Reply.Rejected.class);
            });
            assertThat(large.status().letters()).isEqualTo(3);
            assertThat(large.status().tasks()).isEmpty();
        }
    }

    private static Map<CommandId, Reply> replies(HubUnderTest hub, int count) {
        Map<CommandId, Reply> replies = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Replied replied = hub.operator.receiveMessage();
            replies.put(replied.id(), replied.reply());
        }
        return replies;
    }
}
