// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.AnswerConsultation;
import io.hubspoke.protocol.Command.DeclineConsultation;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.HubRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts messages and questions to an agent, one at a time and in order, on a virtual thread that lives while there are
 * any. The actor that owns it gives it letters only while it is idle.
 *
 * <p>A message that the agent throws at is tried again a few times and then reported as failed, so that those behind
 * it are not held up. A question counts as had its effect when it is begun: it may take long, and its deadline guards
 * it.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Agent agent;
    private final HubClient hub;
    private final AgentSettings settings;
    private final Consumer<Note> host;
    private final String name;
    private volatile boolean held;
    private Optional<Thread> thread = Optional.empty();

    private List<Long> done = new ArrayList<>();
    private List<Long> failed = new ArrayList<>();
    private long reportedAt;

    Lane(Agent agent, HubClient hub, AgentSettings settings, Consumer<Note> host) {
        this.agent = agent;
        this.hub = hub;
        this.settings = settings;
        this.host = host;
        this.name = "agent-" + hub.self() + "-letters";
    }

    void start(List<Letter> letters) {
        thread = Optional.of(Thread.ofVirtual().name(name).start(() -> run(letters)));
    }

    /** Lets the letter in hand finish, but begins no other. */
    void hold(boolean hold) {
        held = hold;
    }

    void stop() {
        held = true;
        thread.ifPresent(Thread::interrupt);
    }

    private void run(List<Letter> letters) {
        reportedAt = System.nanoTime();
        int next = 0;
        try {
            while (next < letters.size() && !held) {
                handle(letters.get(next));
                next++;
                if (System.nanoTime() - reportedAt > REPORT_NANOS) report(List.of(), false);
            }
        } catch (InterruptedException told) {
            LOG.debug("the letters of {} were interrupted", hub.self());
        } finally {
            report(letters.subList(next, letters.size()), true);
        }
    }

    private void report(List<Letter> left, boolean idle) {
        Note report = new Note.Handled(this, done, failed, left, idle);
        done = new ArrayList<>();
        failed = new ArrayList<>();
        reportedAt = System.nanoTime();
        host.accept(report); // last of all: when it says idle, the next thread may begin before this one goes on
    }

    private void handle(Letter letter) throws InterruptedException {
        switch (letter.content()) {
            case Letter.Message message -> message(letter, message);
            case Letter.Question question -> {
                done.add(letter.number());
                report(List.of(), false);
                question(question);
            }
            case Letter.Assignment elsewhere -> done.add(letter.number());
            case Letter.Answer elsewhere -> done.add(letter.number());
            case Letter.GateClosed elsewhere -> done.add(letter.number());
        }
    }

    private void message(Letter letter, Letter.Message message) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                agent.onMessage(letter.from(), message, hub);
                done.add(letter.number());
                return;
            } catch (InterruptedException told) {
                throw told;
            } catch (Exception | LinkageError | StackOverflowError | AssertionError trouble) {
                if (attempt >= settings.messageTries()) {
                    LOG.warn("agent {} cannot digest letter {}: {}", hub.self(), letter.number(), Texts.of(trouble));
                    failed.add(letter.number());
                    return;
                }
                Thread.sleep(settings.pauseAfter(attempt));
            }
        }
    }

    private void question(Letter.Question question) throws InterruptedException {
        AgentCommand answer;
        try {
            answer = new AnswerConsultation(question.consultation(), agent.onQuestion(question, hub));
        } catch (InterruptedException told) {
            throw told;
        } catch (AgentFailure failure) {
            answer = new DeclineConsultation(question.consultation(), failure.reason());
        } catch (Exception | LinkageError | StackOverflowError | AssertionError trouble) {
            answer = new DeclineConsultation(question.consultation(), Texts.of(trouble));
        }
        answer(question, answer);
    }

    /**
     * An answer that the hub refuses for its size becomes a short refusal to answer, so that the asker need not wait.
     */
    private void answer(Letter.Question question, AgentCommand answer) throws InterruptedException {
        try {
            hub.execute(answer);
        } catch (HubRefusal refusal) {
            LOG.info(
                    "the answer of {} to {} was refused: {}",
                    hub.self(),
                    question.consultation(),
                    refusal.rejection().sentence());
            if (refusal.rejection() instanceof Rejection.TooLarge tooLarge
                    && !answer.equals(decline(question, tooLarge))) {
                answer(question, decline(question, tooLarge));
            }
        }
    }

    private static DeclineConsultation decline(Letter.Question question, Rejection.TooLarge tooLarge) {
        return new DeclineConsultation(
                question.consultation(),
                Texts.clip(
                        "the answer was refused: it is larger than %d bytes".formatted(tooLarge.limit()),
                        tooLarge.limit()));
    }
}
