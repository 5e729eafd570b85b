// SPDX-License-Identifier: Apache-2.0
/** An agent that asks another one before it hands in its work. */
@NullMarked
package io.hubspoke.examples.protocol;

import org.jspecify.annotations.NullMarked;
