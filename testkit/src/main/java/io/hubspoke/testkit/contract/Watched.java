// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.AgentProvider;
import io.hubspoke.spi.Hub;
import io.hubspoke.testkit.contract.Moment.Call;
import java.util.List;
import java.util.Optional;

/** Writes down every call of an agent's code, and its end, and changes nothing. */
final class Watched implements Agent {
    private final Agent agent;
    private final Timeline timeline;

    private Watched(Agent agent, Timeline timeline) {
        this.agent = agent;
        this.timeline = timeline;
    }

    /** The same provider, of watched agents. */
    static AgentProvider provider(AgentProvider provider, Timeline timeline) {
        return new AgentProvider() {
            @Override
            public String kind() {
                return provider.kind();
            }

            @Override
            public List<String> problems(AgentSpec agent) {
                return provider.problems(agent);
            }

            @Override
            public Agent create(AgentSpec agent, AgentContext context) {
                return new Watched(make(provider, agent, context, timeline), timeline);
            }
        };
    }

    private static Agent make(AgentProvider provider, AgentSpec agent, AgentContext context, Timeline timeline) {
        try {
            return provider.create(agent, context);
        } catch (Throwable trouble) {
            timeline.add(new Moment.NotMade(trouble));
            throw trouble;
        }
    }

    @Override
    public TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure, InterruptedException {
        return watch(timeline, new Call.Work(assignment), () -> agent.work(assignment, hub));
    }

    @Override
    public void onMessage(Principal from, Letter.Message message, Hub hub) throws AgentFailure, InterruptedException {
        watch(timeline, new Call.Message(message), () -> {
            agent.onMessage(from, message, hub);
            return message;
        });
    }

    @Override
    public String onQuestion(Letter.Question question, Hub hub) throws AgentFailure, InterruptedException {
        return watch(timeline, new Call.Question(question), () -> agent.onQuestion(question, hub));
    }

    @Override
    public boolean waitsWhilePaused() {
        return agent.waitsWhilePaused();
    }

    @Override
    public void paused(boolean nowPaused) {
        watch(new Call.Pause(nowPaused), () -> agent.paused(nowPaused));
    }

    @Override
    public void close() {
        watch(new Call.Close(), agent::close);
    }

    /** Code of an author, with all that it may throw. */
    private interface Code<T> {
        T run() throws AgentFailure, InterruptedException;
    }

    private void watch(Call call, Runnable code) {
        try {
            watch(timeline, call, () -> {
                code.run();
                return call;
            });
        } catch (AgentFailure | InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static <T> T watch(Timeline timeline, Call call, Code<T> code) throws AgentFailure, InterruptedException {
        timeline.add(new Moment.Began(call));
        Optional<Throwable> trouble = Optional.empty();
        try {
            return code.run();
        } catch (Throwable thrown) {
            trouble = Optional.of(thrown);
            throw thrown;
        } finally {
            timeline.add(new Moment.Ended(call, trouble));
        }
    }
}
