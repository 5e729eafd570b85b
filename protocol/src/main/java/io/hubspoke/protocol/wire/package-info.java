// SPDX-License-Identifier: Apache-2.0
/** The envelopes between the two kinds of actor: the only place with an actor address. */
@NullMarked
package io.hubspoke.protocol.wire;

import org.jspecify.annotations.NullMarked;
