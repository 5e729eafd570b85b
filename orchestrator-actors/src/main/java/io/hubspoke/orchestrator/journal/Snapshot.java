// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import io.hubspoke.orchestrator.domain.ProjectState;

/** A shortcut for recovery: the state after the commit that the head names. Losing all of them loses nothing. */
public record Snapshot(Head head, ProjectState state) {}
