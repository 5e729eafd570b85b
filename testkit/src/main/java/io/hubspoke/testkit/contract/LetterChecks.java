// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import static io.hubspoke.testkit.contract.Witness.began;
import static io.hubspoke.testkit.contract.Witness.ended;
import static io.hubspoke.testkit.contract.Witness.journaled;
import static io.hubspoke.testkit.contract.Witness.received;
import static io.hubspoke.testkit.contract.Witness.sent;

import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Command.CancelTask;
import io.hubspoke.protocol.Command.PauseAgent;
import io.hubspoke.protocol.Command.ResumeAgent;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.testkit.contract.Moment.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What passes between an agent and the hub: that it is there, and how it deals with what it is sent. */
final class LetterChecks {
    private static final Duration A_WHILE = Duration.ofMillis(250);
    private static final String ODD =
            "tab\t, \"quotes\", \\backslash, new\nline, $(echo x) `y` %s {\"type\":\"result\"} "
                    + "ümläut, 漢字, 🦔, \u2028 and a long tail " + "x".repeat(100_000);

    /** How a host marks in the log what it could not pass on. */
    private static final String REFUSED = "[hubspoke] refused: ";

    private LetterChecks() {}

    static void attaches(Witness witness) throws InterruptedException {
        Optional<String> missing = witness.attach();
        if (missing.isPresent()) throw witness.breach("the agent was not attached: %s", missing.get());
        silentHub(witness);
        witness.stage.execute(new PauseAgent(Stage.AGENT, "to see whether it lives through it"));
        witness.await(0, received(ToAgent.Control.class, any -> true));
        witness.stage.execute(new ResumeAgent(Stage.AGENT));
        int from = witness.timeline.now();
        witness.must(
                from,
                moment -> moment instanceof Moment.Sent(ToOrchestrator.Heartbeat beat),
                () -> witness.breach(
                        "no heartbeat came %s, so the hub takes the agent for dead: the host must not be blocked",
                        witness.patience()));
        List<Long> incarnations = witness.timeline
                .of(Moment.Sent.class)
                .flatMap(moment ->
                        moment.message() instanceof ToOrchestrator.Attach attach ? Stream.of(attach) : Stream.empty())
                .map(ToOrchestrator.Attach::incarnation)
                .distinct()
                .toList();
        if (incarnations.size() > 1) {
            throw witness.breach(
                    "the host of the agent failed and was started %d times: what it calls directly, such as "
                            + "waitsWhilePaused(), must not throw",
                    incarnations.size());
        }
    }

    private static void silentHub(Witness witness) throws InterruptedException {
        int from = witness.timeline.now();
        witness.stage.wire.bend(message -> message instanceof ToAgent ? Wire.LOSE : Wire.PASS);
        witness.must(
                from,
                moment -> moment instanceof Moment.Sent(ToOrchestrator.Attach again),
                () -> witness.breach(
                        "the hub fell silent, and the host did not ask to be attached again %s: ask until answered",
                        witness.patience()));
        witness.stage.wire.straight();
        witness.must(
                from,
                received(ToAgent.Attached.class, any -> true),
                () -> witness.breach(
                        "after a silence of the hub the agent was not attached again %s", witness.patience()));
    }

    static void completes(Witness witness) throws InterruptedException {
        witness.mustAttach();
        witness.completed(witness.stage.give(witness.stage.agent.task()), 0, "from a fresh start");
    }

    static void saysNothingThatIsRefused(Witness witness) throws InterruptedException, IOException {
        witness.mustAttach();
        TaskId task = witness.stage.give(witness.stage.agent.task());
        witness.workEnded(task, 0, "its task was given to it");
        Map<Long, String> said = witness.timeline
                .of(Moment.Sent.class)
                .flatMap(moment -> moment.message() instanceof ToOrchestrator.ExecuteAsAgent command
                        ? Stream.of(command)
                        : Stream.empty())
                .collect(Collectors.toMap(
                        ToOrchestrator.ExecuteAsAgent::number,
                        command -> command.command().getClass().getSimpleName(),
                        (one, again) -> one));
        for (Moment.Received moment : witness.timeline.of(Moment.Received.class).toList()) {
            if (moment.message() instanceof ToAgent.Answered(long number, Reply.Rejected(Rejection rejection))) {
                throw witness.breach(
                        "the hub refused its %s: %s", said.getOrDefault(number, "command"), rejection.sentence());
            }
        }
        for (Path log : witness.stage.logs()) {
            String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            Optional<String> refused =
                    text.lines().filter(line -> line.startsWith(REFUSED)).findFirst();
            if (refused.isPresent()) {
                throw witness.breach(
                        "a line that it wrote for the hub was refused: %s",
                        refused.get().substring(REFUSED.length()));
            }
        }
    }

    static void takesALetterOnce(Witness witness) throws InterruptedException {
        witness.mustAttach();
        witness.stage.wire.bend(message -> message instanceof ToAgent.Deliver ? Wire.TWICE : Wire.PASS);
        witness.stage.execute(new SendMessage(Stage.AGENT, "note", "once"));
        TaskId task = witness.stage.give(witness.stage.agent.task());
        witness.completed(task, 0, "when every delivery came twice");
        witness.timeline.await(0, A_WHILE, ended(Call.Message.class, any -> true));
        witness.timeline.awaitQuiet(
                witness.timeline.now(), A_WHILE, witness.patience, began(Call.Message.class, any -> true));
        long works = count(witness, began(Call.Work.class, any -> true));
        if (works != 1) {
            throw witness.breach("one assignment that was delivered twice was worked on %d times", works);
        }
        long messages = count(witness, began(Call.Message.class, any -> true));
        if (messages > 1) {
            String why = witness.timeline
                    .of(Moment.Ended.class)
                    .filter(moment -> moment.call() instanceof Call.Message)
                    .flatMap(moment -> moment.trouble().stream())
                    .findFirst()
                    .map(trouble -> "onMessage threw %s, and a message that it throws at comes again: throw only "
                                    .formatted(trouble)
                            + "before it has had any effect")
                    .orElse("the host must take in each letter number once");
            throw witness.breach("one message was put to the agent %d times: %s", messages, why);
        }
    }

    private static long count(Witness witness, Predicate<Moment> which) {
        return witness.timeline.since(0).stream().filter(which).count();
    }

    static void acknowledgesAfterTheEffect(Witness witness) throws InterruptedException {
        witness.mustAttach();
        for (int i = 1; i <= 3; i++) witness.stage.execute(new SendMessage(Stage.AGENT, "note", "note " + i));
        TaskId task = witness.stage.give(witness.stage.agent.task());
        witness.stage.execute(new SendMessage(Stage.AGENT, "note", "note 4"));
        witness.completed(task, 0, "with messages before and behind it");
        long last = lastLetter(witness);
        witness.must(
                0,
                sent(command -> command instanceof Acknowledge(long upTo) && upTo >= last),
                () -> witness.breach(
                        "letter %d was not acknowledged %s: %s", last, witness.patience(), unacknowledged(witness)));
        long before = 0;
        for (Moment.Sent moment : witness.timeline.of(Moment.Sent.class).toList()) {
            if (moment.message() instanceof ToOrchestrator.ExecuteAsAgent execute
                    && execute.command() instanceof Acknowledge(long upTo)) {
                if (upTo < before) {
                    throw witness.breach("letter %d was acknowledged after letter %d: only go forward", upTo, before);
                }
                for (long letter = before + 1; letter <= upTo; letter++) hadItsEffect(witness, letter, moment);
                before = upTo;
            }
        }
    }

    private static String unacknowledged(Witness witness) {
        if (witness.running(Call.Message.class, any -> true)) {
            return "onMessage was called and has not returned; it must, for it holds up all letters behind it";
        }
        return witness.timeline
                .of(Moment.Ended.class)
                .filter(moment -> moment.call() instanceof Call.Message)
                .flatMap(moment -> moment.trouble().stream())
                .findFirst()
                .map(trouble ->
                        "onMessage threw %s; take in every message, also one that you do not know".formatted(trouble))
                .orElse("its host must acknowledge what has had its effect");
    }

    private static long lastLetter(Witness witness) {
        return witness.timeline
                .of(Moment.Journaled.class)
                .mapToLong(moment -> switch (moment.recorded().event()) {
                    case Event.MessageRouted message when message.to().equals(Stage.AGENT) -> message.letter();
                    case Event.TaskAssigned task when task.agent().equals(Stage.AGENT) -> task.letter();
                    default -> 0;
                })
                .max()
                .orElse(0);
    }

    /** A letter has had its effect when its message was handled, or its work begun, before it was acknowledged. */
    private static void hadItsEffect(Witness witness, long letter, Moment acknowledgement) {
        List<Moment> all = witness.timeline.since(0);
        List<Moment> before = all.subList(0, all.indexOf(acknowledgement));
        Optional<Predicate<Moment>> effect = all.stream()
                .filter(Moment.Journaled.class::isInstance)
                .map(Witness::event)
                .flatMap(event -> effect(event, letter).stream())
                .findFirst();
        if (effect.filter(wanted -> before.stream().noneMatch(wanted)).isPresent()) {
            throw witness.breach(
                    "letter %d was acknowledged before it had its effect, and is lost if the host dies now: "
                            + "acknowledge when its message was handled, or its work has begun",
                    letter);
        }
    }

    private static Optional<Predicate<Moment>> effect(Event event, long letter) {
        return switch (event) {
            case Event.MessageRouted message
            when message.to().equals(Stage.AGENT) && message.letter() == letter ->
                Optional.of(ended(
                        Call.Message.class, call -> call.message().payload().equals(message.payload())));
            case Event.TaskAssigned task
            when task.agent().equals(Stage.AGENT) && task.letter() == letter ->
                Optional.of(sent(command -> command instanceof StartTask start && start.epoch() == task.epoch()));
            default -> Optional.empty();
        };
    }

    static void livesThroughOddTexts(Witness witness) throws InterruptedException {
        witness.mustAttach();
        witness.stage.execute(new SendMessage(Stage.AGENT, "odd", ODD));
        witness.await(0, ended(Call.Message.class, any -> true));
        witness.completed(
                witness.stage.give(witness.stage.agent.task()),
                0,
                "after a message of 100 kB with quotes, line breaks and letters of all kinds");
        if (witness.stage.agent.longTask().isEmpty()) return;
        int from = witness.timeline.now();
        TaskId task = witness.stage.giveUndecided(witness.stage.agent.longTask().get());
        witness.underWay(task, from);
        witness.stage.execute(new SendMessage(Stage.AGENT, "odd", ODD));
        Optional<Moment> failure = witness.timeline.await(
                from,
                A_WHILE,
                journaled(event -> event instanceof Event.TaskAttemptFailed failed
                        && failed.task().equals(task)));
        if (failure.isPresent()) {
            throw witness.breach(
                    "a message in the middle of its work made the attempt fail: %s; pass over what you do not know",
                    ((Event.TaskAttemptFailed) Witness.event(failure.get())).reason());
        }
        witness.stage.execute(new CancelTask(task, "it was only to see how messages are taken"));
    }

    static void answers(Witness witness) throws InterruptedException {
        String question = witness.stage
                .agent
                .question()
                .orElseGet(() -> Assumptions.abort(
                        "the agent is not declared to answer questions: declare one by withQuestion(…)"));
        witness.mustAttach();
        TaskId task = witness.stage.ask(question, witness.patience);
        Moment outcome = witness.timeline
                .await(0, witness.patience.multipliedBy(2), journaled(event -> switch (event) {
                    case Event.ConsultationAnswered answered -> true;
                    case Event.ConsultationFailed declined -> true;
                    case Event.ConsultationExpired expired -> true;
                    case Event.TaskAttemptFailed failed -> failed.task().equals(task);
                    default -> false;
                }))
                .orElseThrow(() -> witness.breach("the question was not even asked %s", witness.patience()));
        switch (Witness.event(outcome)) {
            case Event.ConsultationExpired expired ->
                throw witness.breach(
                        "the question was neither answered nor declined %s, and the one who asked waited for nothing: "
                                + "return from onQuestion, or throw an AgentFailure",
                        witness.patience());
            case Event.TaskAttemptFailed failed -> throw witness.breach("the question failed: %s", failed.reason());
            default -> {}
        }
    }
}
