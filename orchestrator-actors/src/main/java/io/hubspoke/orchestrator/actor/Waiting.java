// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.protocol.Command.HubCommand;
import io.hubspoke.protocol.Request;

/** A command on its way to the ledger. */
record Waiting(Request request, int bytes, Asker asker) {
    private static final int HUB_COMMAND_BYTES = 256;

    static Waiting ofHub(HubCommand command) {
        return new Waiting(Request.ofHub(command), HUB_COMMAND_BYTES, Asker.HUB);
    }
}
