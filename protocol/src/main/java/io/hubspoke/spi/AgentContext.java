// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.spi;

import io.hubspoke.protocol.ProjectId;

/**
 * Where an agent lives.
 *
 * @param workspace where its tasks' files are
 */
public record AgentContext(ProjectId project, Workspace workspace) {}
