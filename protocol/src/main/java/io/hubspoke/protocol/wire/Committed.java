// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol.wire;

import io.hubspoke.protocol.Recorded;
import java.util.List;

/** Events that have just become durable, in order; sent to followers. */
public record Committed(List<Recorded> events) implements WireMessage {
    public Committed {
        events = List.copyOf(events);
    }
}
