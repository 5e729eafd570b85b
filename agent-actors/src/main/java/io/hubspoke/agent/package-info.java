// SPDX-License-Identifier: Apache-2.0
/** The spokes: the actor that hosts an agent, its client to the hub, and the host that starts agents by kind. */
@NullMarked
package io.hubspoke.agent;

import org.jspecify.annotations.NullMarked;
