// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.EscalateToHuman;
import io.hubspoke.protocol.Command.FailTask;
import io.hubspoke.protocol.Command.ReleaseTask;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator.ExecuteAsAgent;
import io.hubspoke.testkit.contract.Moment.Call;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/** Watches a stage for a check: waits for what must happen, and says in one sentence what did not. */
final class Witness {
    /** A start is waited for at least this long: on a busy machine the first one is slow. */
    private static final Duration START_TIME = Duration.ofSeconds(30);

    final Stage stage;
    final Timeline timeline;
    final Duration patience;

    Witness(Stage stage) {
        this.stage = stage;
        timeline = stage.timeline;
        patience = stage.agent.patience();
    }

    /** A rule was broken: one sentence that says which, by what, and what to do; then what was seen. */
    @SuppressWarnings("AnnotateFormatMethod") // that annotation would be one more library for all who use this one
    AssertionFailedError breach(String sentence, Object... arguments) {
        return new AssertionFailedError(
                "%s%n%nWhat was seen last:%n%s".formatted(sentence.formatted(arguments), timeline.tail()));
    }

    /** How long was waited, in words. */
    String patience() {
        return "within %s s".formatted(patience.toMillis() / 1000.0).replace(".0 s", " s");
    }

    /** Waits for what must happen. */
    Moment must(int from, Predicate<Moment> wanted, Supplier<AssertionFailedError> otherwise)
            throws InterruptedException {
        return await(from, wanted).orElseThrow(otherwise);
    }

    Optional<Moment> await(int from, Predicate<Moment> wanted) throws InterruptedException {
        return timeline.await(from, patience, wanted);
    }

    /** Starts the host and waits until it is attached; why it is not, if it is not. */
    Optional<String> attach() throws InterruptedException {
        List<String> problems = stage.problems();
        if (!problems.isEmpty()) return Optional.of("its settings are wrong: " + problems.getFirst());
        stage.startHost();
        Predicate<Moment> attached = received(ToAgent.Attached.class, any -> true);
        Duration atMost = patience.compareTo(START_TIME) > 0 ? patience : START_TIME;
        if (timeline.await(0, atMost, attached.or(Moment.NotMade.class::isInstance))
                .filter(attached)
                .isPresent()) {
            return Optional.empty();
        }
        return Optional.of(timeline.of(Moment.NotMade.class)
                .findFirst()
                .map(moment -> "it could not be made: %s; its constructor or provider must not fail"
                        .formatted(moment.trouble()))
                .orElse("its host did not ask for it, or did not live long enough"));
    }

    /** For every check but the one that is about attaching. */
    void mustAttach() throws InterruptedException {
        attach().ifPresent(why -> Assumptions.abort("the agent was not attached, which another check reports: " + why));
    }

    /** Waits until the task is done, at the first attempt seen from that place on. */
    void completed(TaskId task, int from, String when) throws InterruptedException {
        Optional<Moment> outcome = await(from, journaled(event -> switch (event) {
            case Event.TaskCompleted done -> done.task().equals(task);
            case Event.TaskAttemptFailed failed -> failed.task().equals(task);
            default -> false;
        }));
        if (outcome.isEmpty()) {
            throw breach("%s, the agent did not complete its task %s: %s", when, patience(), running(task));
        }
        if (event(outcome.get()) instanceof Event.TaskAttemptFailed failed) {
            throw breach(
                    "%s, the agent failed at its task: %s; it must do its task again whatever came before",
                    when, failed.reason());
        }
    }

    /** Why a task is not done yet. */
    private String running(TaskId task) {
        return running(Call.Work.class, work -> work.assignment().task().id().equals(task))
                ? "work() was called and has not returned"
                : "work() was not called";
    }

    @SuppressWarnings("ReferenceEquality") // each call is an object of its own
    <T extends Call> boolean running(Class<T> type, Predicate<T> which) {
        List<Call> ended =
                timeline.of(Moment.Ended.class).map(Moment.Ended::call).toList();
        return timeline.of(Moment.Began.class)
                .map(Moment.Began::call)
                .filter(type::isInstance)
                .map(type::cast)
                .anyMatch(call -> which.test(call) && ended.stream().noneMatch(end -> end == call));
    }

    /**
     * Waits until a long task is under way, which its first word to the hub says.
     *
     * @return that word
     */
    AgentCommand underWay(TaskId task, int from) throws InterruptedException {
        Moment word = await(from, Witness::isWord)
                .orElseThrow(() -> breach(
                        "the long task said nothing to the hub %s, so nobody knows when it is under way: "
                                + "have it report its progress once; %s",
                        patience(), running(task)));
        AgentCommand command = ((ExecuteAsAgent) ((Moment.Sent) word).message()).command();
        if (command instanceof FailTask failed) throw breach("the long task failed at once: %s", failed.reason());
        if (command instanceof CompleteTask) throw notLong();
        stage.processes.alive(); // so that those that hide from now on are known
        return command;
    }

    AssertionFailedError notLong() {
        return breach("the long task ended by itself: declare one that goes on for half a minute at least");
    }

    /** Waits until work on that task has returned, however. */
    void workEnded(TaskId task, int from, String when) throws InterruptedException {
        must(
                from,
                ended(Call.Work.class, work -> work.assignment().task().id().equals(task)),
                () -> breach(
                        "%s, but work() has not returned %s: end soon when its thread is interrupted, "
                                + "and never swallow an InterruptedException",
                        when, patience()));
    }

    /** Waits until no process of the agent is left but those. */
    void processesGone(Set<ProcessHandle> excepted, String when) throws InterruptedException {
        List<ProcessHandle> left = stage.processes.awaitGone(patience, excepted);
        if (!left.isEmpty()) {
            throw breach(
                    "%s, but it has left %s running %s: end what the agent starts, and start nothing that hides from "
                            + "its host",
                    when, left.stream().map(Processes::name).collect(Collectors.joining(" and ")), patience());
        }
    }

    static boolean isEscalation(AgentCommand word) {
        return word instanceof EscalateToHuman;
    }

    /** What the agent's own code has said; what its host says by itself is left out. */
    static boolean isWord(Moment moment) {
        return sent(command -> switch (command) {
                    case Acknowledge host -> false;
                    case StartTask host -> false;
                    case ReleaseTask host -> false;
                    default -> true;
                })
                .test(moment);
    }

    static Predicate<Moment> sent(Predicate<AgentCommand> which) {
        return moment -> moment instanceof Moment.Sent(ExecuteAsAgent execute) && which.test(execute.command());
    }

    static <T extends ToAgent> Predicate<Moment> received(Class<T> type, Predicate<T> which) {
        return moment -> moment instanceof Moment.Received(ToAgent message)
                && type.isInstance(message)
                && which.test(type.cast(message));
    }

    static Predicate<Moment> journaled(Predicate<Event> which) {
        return moment -> moment instanceof Moment.Journaled journaled
                && which.test(journaled.recorded().event());
    }

    static <T extends Call> Predicate<Moment> began(Class<T> type, Predicate<T> which) {
        return moment ->
                moment instanceof Moment.Began(Call call) && type.isInstance(call) && which.test(type.cast(call));
    }

    static <T extends Call> Predicate<Moment> ended(Class<T> type, Predicate<T> which) {
        return moment -> moment instanceof Moment.Ended ended
                && type.isInstance(ended.call())
                && which.test(type.cast(ended.call()));
    }

    static Event event(Moment moment) {
        return ((Moment.Journaled) moment).recorded().event();
    }
}
