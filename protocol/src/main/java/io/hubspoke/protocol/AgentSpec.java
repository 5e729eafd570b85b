// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/**
 * An agent as it is registered.
 *
 * @param kind which {@code AgentProvider} makes it, such as {@code command} or {@code human}
 */
public record AgentSpec(AgentId id, AgentType type, String kind, Settings settings) {
    public AgentSpec {
        Names.requireId("agent kind", kind);
    }

    public AgentSpec(AgentId id, AgentType type, String kind) {
        this(id, type, kind, Settings.NONE);
    }
}
