// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import java.time.Duration;

/**
 * The bounds of one project. Each has its own named {@link Rejection}; none is silent. Bytes are UTF-8 bytes.
 *
 * @param agents agents registered at once
 * @param tasks tasks that are not finished
 * @param tasksPerCommand tasks enqueued by one command
 * @param dependencies tasks that one task may need
 * @param mailboxLetters letters waiting in one mailbox
 * @param payloadBytes one message, result, question, answer or other long text; below the cluster's frame size
 * @param titleBytes one title, reason or other short text
 * @param metadataEntries entries of the project's metadata, a task's inputs or a result's outputs
 * @param consultationsPerAgent open consultations that one agent has asked
 * @param consultations open consultations of the project
 * @param consultationDepth how deep a consulted agent may consult in turn
 * @param consultationDeadline longest time a consultation may take
 * @param gates open gates of the project
 * @param repeats the same message from one agent to another before a person is asked; 0 switches the check off
 * @param commandWindow commands of one principal whose answers are remembered; hosts of this
 *     project must not have more commands under way than this, and {@value #COMMANDS_IN_FLIGHT_MAX} is what they have
 */
public record Limits(
        int agents,
        int tasks,
        int tasksPerCommand,
        int dependencies,
        int mailboxLetters,
        int payloadBytes,
        int titleBytes,
        int metadataEntries,
        int consultationsPerAgent,
        int consultations,
        int consultationDepth,
        Duration consultationDeadline,
        int gates,
        int repeats,
        int commandWindow) {

    /** No payload limit may be set above this: a letter must fit a cluster frame of 256 KiB with room to spare. */
    public static final int PAYLOAD_BYTES_CEILING = 192 * 1024;

    /** Commands that the host of an agent has under way at most, so that each finds its answer when it is repeated. */
    public static final int COMMANDS_IN_FLIGHT_MAX = 128;

    public static final Limits DEFAULT = new Limits(
            1_000,
            100_000,
            10_000,
            1_000,
            10_000,
            128 * 1024,
            2_048,
            256,
            8,
            256,
            3,
            Duration.ofHours(1),
            1_000,
            20,
            256);

    public Limits {
        requireBetween("agents", agents, 1, 100_000);
        requireBetween("tasks", tasks, 1, 10_000_000);
        requireBetween("tasks-per-command", tasksPerCommand, 1, 100_000);
        requireBetween("dependencies", dependencies, 1, 10_000);
        requireBetween("mailbox-letters", mailboxLetters, 1, 1_000_000);
        requireBetween("payload-bytes", payloadBytes, 1, PAYLOAD_BYTES_CEILING);
        requireBetween("title-bytes", titleBytes, 16, 16_384);
        requireBetween("metadata-entries", metadataEntries, 1, 10_000);
        requireBetween("consultations-per-agent", consultationsPerAgent, 1, 1_000);
        requireBetween("consultations", consultations, 1, 100_000);
        requireBetween("consultation-depth", consultationDepth, 1, 100);
        requireBetween("gates", gates, 1, 100_000);
        requireBetween("repeats", repeats, 0, 1_000_000);
        requireBetween("command-window", commandWindow, 16, 65_536);
        if (consultationDeadline.isNegative() || consultationDeadline.isZero()) {
            throw new IllegalArgumentException("limit consultation-deadline must be longer than zero");
        }
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("limit %s is %d: use %d to %d".formatted(name, value, least, most));
        }
    }
}
