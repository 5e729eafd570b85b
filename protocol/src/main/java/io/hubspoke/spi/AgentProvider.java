// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.spi;

import io.hubspoke.protocol.AgentSpec;
import java.util.List;

/** Makes agents of one kind; found through {@link java.util.ServiceLoader}. */
public interface AgentProvider {
    /** The name that plans use, such as {@code command}. */
    String kind();

    /** What is wrong with these settings, a sentence each that says what to write; empty when they will do. */
    List<String> problems(AgentSpec agent);

    /** Makes one agent; called only when there are no {@linkplain #problems problems}. */
    Agent create(AgentSpec agent, AgentContext context);
}
