// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Letter;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * The mailboxes of the registered agents.
 *
 * @param accepted letters accepted since the project began
 */
public record Mailboxes(TreePMap<AgentId, Mailbox> byAgent, long accepted) {
    static final Mailboxes NONE = new Mailboxes(TreePMap.empty(AgentId::compareTo), 0);

    public Optional<Mailbox> of(AgentId agent) {
        return Optional.ofNullable(byAgent.get(agent));
    }

    Mailbox get(AgentId agent) {
        Mailbox mailbox = byAgent.get(agent);
        if (mailbox == null) throw new IllegalStateException("agent " + agent + " has no mailbox");
        return mailbox;
    }

    /** The number that the next letter to this agent gets. */
    long next(AgentId agent) {
        return get(agent).last() + 1;
    }

    long waiting() {
        return byAgent.values().stream()
                .mapToLong(mailbox -> mailbox.waiting().size())
                .sum();
    }

    Mailboxes opened(AgentId agent) {
        return new Mailboxes(byAgent.plus(agent, Mailbox.EMPTY), accepted);
    }

    Mailboxes closed(AgentId agent) {
        return new Mailboxes(byAgent.minus(agent), accepted);
    }

    Mailboxes with(AgentId agent, Letter letter) {
        return new Mailboxes(byAgent.plus(agent, get(agent).with(letter)), accepted + 1);
    }

    Mailboxes settled(AgentId agent, long upTo) {
        return new Mailboxes(byAgent.plus(agent, get(agent).settledUpTo(upTo)), accepted);
    }
}
