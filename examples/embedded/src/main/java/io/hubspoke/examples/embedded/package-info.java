// SPDX-License-Identifier: Apache-2.0
/** The smallest program with a hub inside: one agent, one task, one journal. */
@NullMarked
package io.hubspoke.examples.embedded;

import org.jspecify.annotations.NullMarked;
