// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/**
 * A command with who asks and under which id.
 *
 * @param fingerprint of the command's content, made by the receiving side; 0 for the hub's own commands
 * @param incarnation of the agent's host that asks: when another one is attached, the command is refused; 0 for
 *     anybody else
 */
public record Request(CommandId id, Principal principal, Command command, long fingerprint, long incarnation) {
    /** Of nobody's host. */
    public Request(CommandId id, Principal principal, Command command, long fingerprint) {
        this(id, principal, command, fingerprint, 0);
    }

    /** A command of the hub itself: never sent twice, so it is not remembered. */
    public static Request ofHub(Command.HubCommand command) {
        return new Request(CommandId.HUB, Principal.HUB, command, 0);
    }
}
