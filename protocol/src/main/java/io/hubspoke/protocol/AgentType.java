// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What an agent can do: an open, validated name; the well-known ones are constants. Follows {@link Names#requireId}.
 */
public record AgentType(@JsonValue String value) implements Comparable<AgentType> {
    public static final AgentType BACKEND_DEVELOPER = new AgentType("backend-developer");
    public static final AgentType FRONTEND_DEVELOPER = new AgentType("frontend-developer");
    public static final AgentType QA_ENGINEER = new AgentType("qa-engineer");
    public static final AgentType SECURITY_EXPERT = new AgentType("security-expert");
    public static final AgentType DEVOPS_ENGINEER = new AgentType("devops-engineer");
    public static final AgentType TECHNICAL_WRITER = new AgentType("technical-writer");
    public static final AgentType REVIEWER = new AgentType("reviewer");
    public static final AgentType ARCHITECT = new AgentType("architect");
    public static final AgentType VERIFIER = new AgentType("verifier");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AgentType {
        Names.requireId("agent type", value);
    }

    public static AgentType of(String value) {
        return new AgentType(value);
    }

    @Override
    public int compareTo(AgentType other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
