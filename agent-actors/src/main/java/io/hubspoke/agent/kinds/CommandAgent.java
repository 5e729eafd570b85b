// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.agent.Texts;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Any executable as an agent; its contract stands at {@link CommandProvider}. */
final class CommandAgent implements Agent {
    private static final int SUMMARY_BYTES_MAX = 8_192;

    private final Runner runner;
    private final MessageStore messages;
    private volatile Optional<Running> task = Optional.empty();

    CommandAgent(Runner runner) {
        this.runner = runner;
        Path scratch = runner.context.workspace().scratch();
        messages = new MessageStore(scratch.resolve("_messages").resolve(runner.spec.id() + ".jsonl"));
    }

    @Override
    public TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure, InterruptedException {
        List<JsonNode> early = messages.all();
        ObjectNode json = Json.task(
                runner.context.project(),
                runner.spec.id(),
                runner.context.workspace().directory(),
                assignment,
                early);
        Path files = runner.files(assignment);
        Said said = run(json, runner.taskVariables(assignment, json), files, hub, true);
        messages.remove(early.size());
        return said.result().orElseGet(() -> TaskResult.of(said.lastLine()));
    }

    @Override
    public void onMessage(Principal from, Letter.Message message, Hub hub) throws AgentFailure {
        ObjectNode json = Json.message(from, message);
        boolean heard = runner.settings.talks()
                && task.filter(running -> running.say(Json.line(json))).isPresent();
        if (!heard) messages.add(json);
    }

    @Override
    public String onQuestion(Letter.Question question, Hub hub) throws AgentFailure, InterruptedException {
        Path scratch = runner.context.workspace().scratch();
        Path files =
                scratch.resolve("_questions").resolve(question.consultation().toString());
        ObjectNode json = Json.question(
                runner.context.project(),
                runner.spec.id(),
                runner.context.workspace().directory(),
                question);
        Said said = run(json, runner.variables(files, "question", json), files, hub, false);
        return said.result()
                .map(TaskResult::summary)
                .filter(text -> !text.isBlank())
                .orElse(said.output());
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

    /** What a command that ended well has said. */
    private record Said(Optional<TaskResult> result, String lastLine, String output) {}

    private Said run(ObjectNode input, Map<String, String> variables, Path files, Hub hub, boolean isTask)
            throws AgentFailure, InterruptedException {
        Redactor redactor = runner.redactor();
        try (Conversation talk = new Conversation(hub, redactor)) {
            Running running =
                    runner.start(runner.settings.command(), variables, Runner.log(files), redactor, talk::hear);
            try {
                talk.connect(running::say, running.log()::note);
                running.begin(Json.line(input));
                if (!runner.settings.talks()) running.endInput();
                if (isTask) task = Optional.of(running);
                int code = await(running, talk);
                if (isTask) task = Optional.empty();
                talk.finish();
                return judge(code, running, talk);
            } finally {
                if (isTask) task = Optional.empty();
                runner.end(running);
            }
        }
    }

    private static int await(Running running, Conversation talk) throws AgentFailure, InterruptedException {
        try {
            return running.await();
        } catch (AgentFailure late) {
            String hint = talk.talked() ? "" : " (if it waits for the end of its input, set stdin: closed)";
            throw AgentFailure.retryable(late.reason() + hint);
        }
    }

    private Said judge(int code, Running running, Conversation talk) throws AgentFailure {
        if (talk.failure().isPresent()) {
            Talk.Fail fail = talk.failure().get();
            throw fail.retryable() ? AgentFailure.retryable(fail.reason()) : AgentFailure.permanent(fail.reason());
        }
        String last = running.err().last().isEmpty()
                ? running.out().last()
                : running.err().last();
        if (code != 0) {
            throw AgentFailure.retryable("%s %s%s"
                    .formatted(
                            name(),
                            Exits.text(code),
                            last.isEmpty() ? "" : ": " + Texts.clip(last, SUMMARY_BYTES_MAX)));
        }
        String summary = running.out().last().isEmpty() ? last : running.out().last();
        return new Said(
                talk.result(),
                Texts.clip(summary, SUMMARY_BYTES_MAX),
                running.out().tail().strip());
    }

    private String name() {
        return runner.settings.command().getFirst();
    }
}
