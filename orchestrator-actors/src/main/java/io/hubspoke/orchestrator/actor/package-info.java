// SPDX-License-Identifier: Apache-2.0
/**
 * The shell around the rules: one orchestrator per project that carries commands in, commits out, and letters to
 * agents.
 */
@NullMarked
package io.hubspoke.orchestrator.actor;

import org.jspecify.annotations.NullMarked;
