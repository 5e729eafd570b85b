// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol.wire;

import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Reply;

/** The reply to the operator command of that id. */
public record Replied(CommandId id, Reply reply) implements WireMessage {}
