// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.ConsultationId;
import java.time.Instant;

/**
 * An open question from one agent to another.
 *
 * @param letter the number of the question in the specialist's mailbox
 */
public record Consultation(
        ConsultationId id, AgentId asker, AgentId specialist, int depth, Instant deadline, long letter) {}
