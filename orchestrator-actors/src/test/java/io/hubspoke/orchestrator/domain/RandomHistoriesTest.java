// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.AssignTask;
import io.hubspoke.protocol.Command.Tick;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Request;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random histories, each from one seed, with every invariant checked after every command.
 * {@code -Dhubspoke.seed=N} tells one history again; {@code -Dhubspoke.histories=N} tells more of them.
 */
class RandomHistoriesTest {
    private static final int COMMANDS = 150;

    /** In fewer histories something may not happen; a mutation run tells few for each mutant. */
    private static final int HISTORIES_WITH_EVERYTHING = 1_000;

    private final Set<String> events = new ConcurrentSkipListSet<>();
    private final Set<String> rejections = new ConcurrentSkipListSet<>();

    @Test
    void whatever_is_asked_in_whatever_order_the_invariants_hold() {
        Long seed = Long.getLong("hubspoke.seed");
        if (seed != null) {
            new History(seed).run();
            return;
        }
        int histories = Integer.getInteger("hubspoke.histories", 2_000);
        LongStream.range(0, histories).parallel().forEach(each -> new History(each).run());
        if (histories < HISTORIES_WITH_EVERYTHING) return;
        assertThat(events).as("events that happened").isEqualTo(names(Event.class));
        assertThat(names(Rejection.class)).as("most refusals happened").containsAll(rejections);
        assertThat(rejections).as("refusals that happened").hasSizeGreaterThan(36);
    }

    private static Set<String> names(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** One command and what it came to; told only when something is broken. */
    private record Step(Instant at, Request request, List<Object> outcome) {
        String told() {
            return "%s %s %s %s%s"
                    .formatted(
                            at,
                            request.id(),
                            request.principal(),
                            request.command(),
                            outcome.stream().map(each -> "\n    " + each).collect(Collectors.joining()));
        }
    }

    /** One project's life. */
    private final class History {
        private final long seed;
        private final RandomCommands commands;
        private final QueueModel model = new QueueModel();
        private final List<Recorded> recorded = new ArrayList<>();
        private final Deque<Step> trace = new ArrayDeque<>();
        private ProjectState state = ProjectState.empty(Scenario.PROJECT);
        private Instant now = Scenario.START;

        History(long seed) {
            this.seed = seed;
            this.commands = new RandomCommands(seed);
        }

        void run() {
            try {
                decide(commands.creation());
                for (int i = 0; i < COMMANDS; i++) {
                    now = now.plus(commands.pause());
                    decide(commands.next(state, now));
                    if (commands.oneIn(15)) untilTheNextDeadline();
                }
                assertThat(Scenario.replay(recorded)).as("replayed state").isEqualTo(state);
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError(
                        "history %d (tell it again with -Dhubspoke.seed=%d): %s%nthe last commands:%n%s"
                                .formatted(
                                        seed,
                                        seed,
                                        broken,
                                        trace.stream().map(Step::told).collect(Collectors.joining("\n"))),
                        broken);
            }
        }

        private void decide(Request request) {
            if (trace.size() > 20) trace.removeFirst();
            trace.addLast(new Step(now, request, new ArrayList<>()));
            ProjectState before = state;
            Verdict verdict = Rules.decide(before, request, now);
            switch (verdict) {
                case Verdict.Refused refused -> {
                    rejections.add(refused.rejection().getClass().getSimpleName());
                    trace.getLast().outcome().add(refused.rejection());
                }
                case Verdict.Accepted accepted -> accept(request, accepted);
            }
            if (commands.oneIn(20))
                assertThat(Rules.decide(before, request, now))
                        .as("decided once more")
                        .isEqualTo(verdict);
        }

        private void accept(Request request, Verdict.Accepted accepted) {
            ProjectState before = state;
            ProjectState folded = state;
            boolean inQueueOrder = !(request.command() instanceof AssignTask);
            for (Recorded event : accepted.events()) {
                trace.getLast().outcome().add(event.event());
                events.add(event.event().getClass().getSimpleName());
                require(event.revision() == folded.revision() + 1, "revisions have no gaps", event);
                ProjectState last = folded;
                folded = folded.evolve(event);
                EventInvariants.hold(last, event, folded, event.revision() == before.revision() + 1);
                model.record(event, inQueueOrder || event.revision() != before.revision() + 1);
            }
            assertThat(accepted.after()).as("the folded state").isEqualTo(folded);
            require(accepted.reply().revision() == folded.revision(), "the reply names the last revision", accepted);
            recorded.addAll(accepted.events());
            state = folded;
            Invariants.hold(before, state, accepted.events());
            if (recorded.size() % 10 == 0) Invariants.hold(state);
            queues();
            boolean handsOut = state.settings().dispatch() == Dispatch.AUTOMATIC
                    && !Evolution.project(state).overBudget();
            if (handsOut) require(model.idleInVain().isEmpty(), "no free agent has work waiting", model.idleInVain());
            if (request.command() instanceof Tick) afterTick();
            if (commands.oneIn(10)) again(request, accepted);
        }

        private void queues() {
            for (AgentType type : List.of(AgentType.BACKEND_DEVELOPER, AgentType.VERIFIER)) {
                List<?> queue = List.copyOf(state.tasks().queueOf(type));
                require(queue.equals(model.queueOf(type)), "the queue is the model's", type, queue);
            }
        }

        /** Cheaper than a matcher: this runs some million times. */
        private static void require(boolean condition, String sentence, Object... facts) {
            if (!condition) assertThat(facts).as("%s", sentence).isNull();
        }

        private void afterTick() {
            Deadlines.next(state)
                    .ifPresent(next -> assertThat(next).as("the next deadline").isAfter(now));
            Views.answer(state, new Query.Status());
            Views.answer(state, new Query.Tasks());
        }

        /** The same command with the same id: the same answer, and nothing happens. */
        private void again(Request request, Verdict.Accepted first) {
            if (first.events().isEmpty() || request.fingerprint() == 0) return;
            Verdict.Accepted second = (Verdict.Accepted) Rules.decide(state, request, now.plusSeconds(3));
            assertThat(second.events()).isEmpty();
            assertThat(second.reply()).isEqualTo(first.reply());
            Request other =
                    new Request(request.id(), request.principal(), request.command(), request.fingerprint() + 1);
            assertThat(Rules.decide(state, other, now))
                    .isEqualTo(new Verdict.Refused(new Rejection.CommandReused(request.id())));
        }

        /** Just before a deadline time changes nothing; at the deadline it does. */
        private void untilTheNextDeadline() {
            Instant next = Deadlines.next(state)
                    .filter(deadline -> deadline.isAfter(now))
                    .orElse(null);
            if (next == null) return;
            Request tick = Request.ofHub(new Tick(List.of()));
            now = next.minusNanos(1);
            assertThat(((Verdict.Accepted) Rules.decide(state, tick, now)).events())
                    .as("before the deadline")
                    .isEmpty();
            now = next;
            long revision = state.revision();
            decide(tick);
            assertThat(state.revision()).as("at the deadline").isGreaterThan(revision);
        }
    }
}
