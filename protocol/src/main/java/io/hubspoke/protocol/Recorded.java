// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import java.time.Instant;

/**
 * One event as it stands in the journal.
 *
 * @param revision number of the event within its project, from 1, without gaps
 * @param at when its commit was decided
 * @param command the command that caused it
 * @param by who asked
 * @param fingerprint of the command's content, so that a reused command id is noticed; 0 for the hub's own commands
 */
public record Recorded(long revision, Instant at, CommandId command, Principal by, long fingerprint, Event event) {}
