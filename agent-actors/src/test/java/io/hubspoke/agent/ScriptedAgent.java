// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** An agent whose work a test begins to see, and ends when it likes; and which writes down what happens to it. */
class ScriptedAgent implements Agent {
    /** What the work does when it may go on. */
    interface Step {
        TaskResult run(Hub hub) throws Exception;
    }

    final List<String> log = new CopyOnWriteArrayList<>();
    final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    final CountDownLatch closed = new CountDownLatch(1);
    volatile boolean waits;

    @Override
    public TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure, InterruptedException {
        log.add("work " + assignment.task().id() + " " + assignment.epoch());
        try {
            return steps.take().run(hub);
        } catch (InterruptedException told) {
            log.add("interrupted");
            throw told;
        } catch (AgentFailure | RuntimeException trouble) {
            throw trouble;
        } catch (Exception trouble) {
            throw new IllegalStateException(trouble);
        }
    }

    @Override
    public void onMessage(Principal from, Letter.Message message, Hub hub) throws AgentFailure, InterruptedException {
        log.add("message " + message.payload());
    }

    @Override
    public String onQuestion(Letter.Question question, Hub hub) throws AgentFailure, InterruptedException {
        log.add("question " + question.question());
        return "answer to " + question.question();
    }

    @Override
    public boolean waitsWhilePaused() {
        return waits;
    }

    @Override
    public void paused(boolean nowPaused) {
        log.add(nowPaused ? "paused" : "resumed");
    }

    @Override
    public void close() {
        log.add("closed");
        closed.countDown();
    }
}
