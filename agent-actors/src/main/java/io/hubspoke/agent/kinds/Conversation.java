// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.agent.Texts;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import io.hubspoke.spi.HubRefusal;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Carries what a command says to the hub, and the hub's answers back to its input. What needs no answer is sent in
 * order; consultations and escalations wait beside it, each on its own. A command that talks faster than the hub
 * takes is slowed down, and one that says something wrong is told so and goes on.
 */
final class Conversation implements AutoCloseable {
    private static final int WAITING_MAX = 256;
    /** Commands may ask many things at once, but not without end. */
    private static final int QUESTIONS_MAX = 64;

    private static final int NOTE_BYTES_MAX = 1_024;

    private final Hub hub;
    private final Redactor redactor;
    private final BlockingQueue<Optional<Talk>> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Set<Thread> asking = ConcurrentHashMap.newKeySet();
    private final Semaphore questions = new Semaphore(QUESTIONS_MAX);
    private final Thread sender;
    private volatile Consumer<String> answers = answer -> {};
    private volatile Consumer<String> journal = line -> {};
    private volatile Optional<TaskResult> result = Optional.empty();
    private volatile Optional<Talk.Fail> failure = Optional.empty();
    private volatile boolean talked;
    private volatile boolean closed;
    private volatile boolean finishing;

    Conversation(Hub hub, Redactor redactor) {
        this.hub = hub;
        this.redactor = redactor;
        this.sender = Thread.ofVirtual().name("hubspoke-talk-" + hub.self()).start(this::sendAll);
    }

    /** Where answers and remarks go once the command runs. */
    void connect(Consumer<String> toInput, Consumer<String> toLog) {
        answers = toInput;
        journal = toLog;
    }

    /** Takes a line of output; false when it is not addressed to the hub. */
    boolean hear(String line) {
        Optional<Talk> talk = Talk.parse(line, redactor);
        if (talk.isEmpty()) return false;
        if (talk.get() instanceof Talk.Wrong wrong) {
            error(wrong.id(), wrong.sentence());
            return false;
        }
        talked = true;
        if (closed) return true;
        switch (talk.get()) {
            case Talk.Result said -> result = Optional.of(said.result());
            case Talk.Fail said -> failure = Optional.of(said);
            case Talk.Consult consult -> ask(consult.id(), () -> consult(consult));
            case Talk.Escalate escalate -> ask(escalate.id(), () -> escalate(escalate));
            case Talk.Progress progress -> queue(progress);
            case Talk.Message message -> queue(message);
            case Talk.Cost cost -> queue(cost);
            case Talk.Wrong told -> {}
        }
        return true;
    }

    Optional<TaskResult> result() {
        return result;
    }

    Optional<Talk.Fail> failure() {
        return failure;
    }

    /** Whether the command has said anything to the hub. */
    boolean talked() {
        return talked;
    }

    /**
     * Waits until all that needs no answer has reached the hub; questions that nobody can hear the answer of are
     * dropped.
     */
    void finish() throws InterruptedException {
        finishing = true;
        asking.forEach(Thread::interrupt);
        waiting.put(Optional.empty());
        sender.join();
    }

    @Override
    public void close() {
        closed = true;
        waiting.clear();
        sender.interrupt();
        asking.forEach(Thread::interrupt);
    }

    private void queue(Talk talk) {
        // Progress is only worth its latest state: what the hub has not taken is overtaken.
        if (talk instanceof Talk.Progress)
            waiting.removeIf(it -> it.filter(Talk.Progress.class::isInstance).isPresent());
        try {
            waiting.put(Optional.of(talk));
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendAll() {
        try {
            while (!closed) {
                Optional<Talk> talk = waiting.take();
                if (talk.isEmpty()) return;
                try {
                    send(talk.get());
                } catch (HubRefusal refusal) {
                    error("", refusal.rejection().sentence());
                }
            }
        } catch (InterruptedException told) {
            // The command has ended.
        }
    }

    private void send(Talk talk) throws HubRefusal, InterruptedException {
        switch (talk) {
            case Talk.Progress progress ->
                hub.progress(progress.percent(), Texts.clip(progress.note(), NOTE_BYTES_MAX));
            case Talk.Message message ->
                hub.send(message.to(), message.messageType(), message.payload(), message.correlation());
            case Talk.Cost cost -> hub.usage(cost.usage(), Texts.clip(cost.note(), NOTE_BYTES_MAX));
            case Talk.Consult elsewhere -> {}
            case Talk.Escalate elsewhere -> {}
            case Talk.Result elsewhere -> {}
            case Talk.Fail elsewhere -> {}
            case Talk.Wrong elsewhere -> {}
        }
    }

    /** A question to the hub and its answer as a line. */
    private interface Question {
        ObjectNode put() throws HubRefusal, InterruptedException;
    }

    private void ask(String id, Question question) {
        if (!questions.tryAcquire()) {
            error(id, "%d questions are open: wait for an answer".formatted(QUESTIONS_MAX));
            return;
        }
        Thread thread = Thread.ofVirtual().name("hubspoke-ask-" + hub.self()).unstarted(() -> {
            try {
                answers.accept(Json.line(question.put().put("id", id)));
            } catch (HubRefusal refusal) {
                error(id, refusal.rejection().sentence());
            } catch (InterruptedException told) {
                journal.accept("nobody waits for the answer to " + id + " any more");
            } finally {
                questions.release();
                asking.remove(Thread.currentThread());
            }
        });
        asking.add(thread);
        thread.start();
        if (closed || finishing) thread.interrupt();
    }

    private ObjectNode consult(Talk.Consult consult) throws HubRefusal, InterruptedException {
        ObjectNode answer = Json.node("answer");
        try {
            String text = hub.consult(consult.specialist(), consult.question(), consult.context(), consult.deadline());
            return answer.put("outcome", "answered").put("text", text);
        } catch (AgentFailure none) {
            return answer.put("outcome", "failed").put("text", none.reason());
        }
    }

    private ObjectNode escalate(Talk.Escalate escalate) throws HubRefusal, InterruptedException {
        return Json.decision(hub.escalate(escalate.question()));
    }

    private void error(String id, String sentence) {
        String clean = redactor.text(sentence);
        journal.accept("refused: " + clean);
        answers.accept(Json.line(Json.node("error").put("id", id).put("sentence", clean)));
    }
}
