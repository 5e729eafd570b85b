// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Names;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * Kind {@code human}: a task or question that a person answers at a gate. An approval, an edit or a response is the
 * result; a rejection or an expiry is a permanent failure.
 *
 * <p>Settings: {@code approvers}, names of the operators who may answer; empty means any.
 */
public final class HumanProvider implements AgentProvider {
    @Override
    public String kind() {
        return "human";
    }

    @Override
    public List<String> problems(AgentSpec agent) {
        List<String> problems = new ArrayList<>();
        agent.settings().values().keySet().stream()
                .filter(name -> !name.equals("approvers"))
                .forEach(
                        name -> problems.add("setting '%s' is unknown to kind 'human': use approvers".formatted(name)));
        for (String name : agent.settings().list("approvers")) {
            try {
                Names.requireId("operator name", name);
            } catch (IllegalArgumentException wrong) {
                problems.add("'approvers': " + wrong.getMessage());
            }
        }
        return problems;
    }

    @Override
    public Agent create(AgentSpec agent, AgentContext context) {
        return new HumanAgent(agent.settings().list("approvers"));
    }
}
