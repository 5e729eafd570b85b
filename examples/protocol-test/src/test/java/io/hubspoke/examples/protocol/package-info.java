// SPDX-License-Identifier: Apache-2.0
/** The rules, the protocol, the agent and its past, each tested with the tool for it. */
@NullMarked
package io.hubspoke.examples.protocol;

import org.jspecify.annotations.NullMarked;
