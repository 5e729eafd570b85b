// SPDX-License-Identifier: Apache-2.0
/** The rules, as pure functions over immutable, ordered state: no actor, clock, chance, thread, log or I/O. */
@NullMarked
package io.hubspoke.orchestrator.domain;

import org.jspecify.annotations.NullMarked;
