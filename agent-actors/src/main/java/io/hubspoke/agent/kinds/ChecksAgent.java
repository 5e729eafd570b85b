// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.agent.Texts;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import io.hubspoke.spi.HubRefusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs the checks of a task, one after the other, and says which was the first that did not hold. */
final class ChecksAgent implements Agent {
    private static final int TAIL_BYTES_MAX = 4_096;
    private static final int NOTE_BYTES_MAX = 512;

    private final Runner runner;

    ChecksAgent(Runner runner) {
        this.runner = runner;
    }

    @Override
    public TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure, InterruptedException {
        List<String> checks = assignment.task().checks();
        if (checks.isEmpty()) {
            throw AgentFailure.permanent(
                    "task %s has no checks to run".formatted(assignment.task().id()));
        }
        Path workspace = runner.context.workspace().directory();
        ObjectNode json = Json.task(runner.context.project(), runner.spec.id(), workspace, assignment, List.of());
        Map<String, String> variables = runner.taskVariables(assignment, json);
        Map<String, String> held = new TreeMap<>();
        for (int i = 0; i < checks.size(); i++) {
            report(hub, 100 * i / checks.size(), checks.get(i));
            check(checks.get(i), variables, Path.of(runner.files(assignment) + "-check-" + (i + 1)));
            held.put("check-" + (i + 1), checks.get(i));
        }
        return new TaskResult(
                checks.size() == 1 ? "the check holds" : "all %d checks hold".formatted(checks.size()), held);
    }

    private void check(String check, Map<String, String> variables, Path files)
            throws AgentFailure, InterruptedException {
        Running running = runner.start(
                List.of("/bin/sh", "-c", check), variables, Runner.log(files), runner.redactor(), line -> false);
        try {
            running.begin();
            running.endInput();
            int code = await(check, running);
            if (code != 0) throw failed(check, Exits.text(code), running);
        } finally {
            runner.end(running);
        }
    }

    private static int await(String check, Running running) throws AgentFailure, InterruptedException {
        try {
            return running.await();
        } catch (AgentFailure late) {
            throw failed(check, late.reason(), running);
        }
    }

    private static AgentFailure failed(String check, String how, Running running) {
        String output = (running.out().tail() + running.err().tail()).strip();
        String tail = output.length() <= TAIL_BYTES_MAX ? output : output.substring(output.length() - TAIL_BYTES_MAX);
        return AgentFailure.retryable("the check '%s' does not hold: %s%s"
                .formatted(Texts.clip(check, NOTE_BYTES_MAX), how, tail.isEmpty() ? "" : "\n" + tail));
    }

    private static void report(Hub hub, int percent, String check) throws InterruptedException {
        try {
            hub.progress(percent, Texts.clip(check, NOTE_BYTES_MAX));
        } catch (HubRefusal refused) {
            // Progress is a courtesy; a void lease interrupts by itself.
        }
    }

    @Override
    public boolean waitsWhilePaused() {
        return true;
    }

    @Override
    public void paused(boolean nowPaused) {
        runner.hold(nowPaused);
    }

    @Override
    public void close() {
        runner.close();
    }
}
