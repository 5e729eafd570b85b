// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.OperatorCommand;

/** One thing that makes a history what it is; all that follows from these and the seed is not a step. */
sealed interface Step {
    /** An operator asks for something, after so many milliseconds since the history began. */
    record Ask(long millis, String operator, OperatorCommand command) implements Step {}

    /** An agent asks for something; under its lease when the command names its task. */
    record Act(long millis, AgentId agent, AgentCommand command) implements Step {}

    /** A fault strikes at a moment; {@code amount} says how much of it: which agent, how long. */
    record Happen(long millis, Fault fault, long amount) implements Step {}

    /** A fault strikes on the so-manieth occasion, from 0, on which it can. */
    record Strike(Fault fault, long occasion) implements Step {}

    /** Whether it counts as one of the commands of the history. */
    default boolean isCommand() {
        return this instanceof Ask || this instanceof Act;
    }
}
