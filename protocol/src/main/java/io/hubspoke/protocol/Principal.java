// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Who asks. It is set by the envelope that carried a command, never by the command's own content. Written
 * {@code operator:alice}, {@code agent:backend-1} or {@code hub}.
 */
public sealed interface Principal extends Comparable<Principal> {
    /** A person or program that operates the project, by name. */
    record Operator(String name) implements Principal {
        public Operator {
            Names.requireId("operator name", name);
        }

        @Override
        public String toString() {
            return "operator:" + name;
        }
    }

    /** An agent of the project. */
    record Agent(AgentId id) implements Principal {
        @Override
        public String toString() {
            return "agent:" + id;
        }
    }

    /** The orchestrator itself: time passing, a lost agent, a rule that fired. */
    record Hub() implements Principal {
        @Override
        public String toString() {
            return "hub";
        }
    }

    Principal HUB = new Hub();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Principal of(String text) {
        if (text.equals("hub")) return HUB;
        if (text.startsWith("operator:")) return new Operator(text.substring("operator:".length()));
        if (text.startsWith("agent:")) return new Agent(new AgentId(text.substring("agent:".length())));
        throw new IllegalArgumentException(
                "principal '" + text + "' is not allowed: write operator:NAME, agent:ID or hub");
    }

    static Principal operator(String name) {
        return new Operator(name);
    }

    static Principal agent(AgentId id) {
        return new Agent(id);
    }

    /** The text form; also what is written to the journal. */
    @JsonValue
    default String text() {
        return toString();
    }

    /** The name a person reads: without the kind. */
    default String shortName() {
        return switch (this) {
            case Operator operator -> operator.name();
            case Agent agent -> agent.id().value();
            case Hub hub -> "hub";
        };
    }

    /** The hub first, then operators by name, then agents by id. */
    @Override
    default int compareTo(Principal other) {
        // Most are agents, and they are compared with every event that is applied.
        if (this instanceof Agent agent && other instanceof Agent another)
            return agent.id().compareTo(another.id());
        int byKind = Integer.compare(rank(), other.rank());
        return byKind != 0 ? byKind : shortName().compareTo(other.shortName());
    }

    private int rank() {
        return switch (this) {
            case Hub hub -> 0;
            case Operator operator -> 1;
            case Agent agent -> 2;
        };
    }
}
