// SPDX-License-Identifier: Apache-2.0
/**
 * What the journal tells afterwards: any moment of a history, what changed between two of them, and why. Everything
 * here is a fold over commits; it starts nothing and writes nothing.
 */
@NullMarked
package io.hubspoke.orchestrator.audit;

import org.jspecify.annotations.NullMarked;
