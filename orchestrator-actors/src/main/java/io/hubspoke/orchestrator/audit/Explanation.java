// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.protocol.Recorded;
import java.util.List;
import java.util.Optional;

/**
 * Why a thing stands where it stood at one revision, from events alone.
 *
 * @param noun task, agent or gate
 * @param answer one sentence about it, without its name: «waits for 2 of the 3 tasks that it needs»
 * @param reasons what the answer rests on, each a sentence
 * @param choice of the last assignment, of a task or to an agent
 * @param steps what has happened to it, oldest first
 * @param leftOut steps that are not listed because they are too many; they are from the middle, or were repeated
 */
public record Explanation(
        StateDiff.Noun noun,
        String id,
        long revision,
        String answer,
        List<String> reasons,
        Optional<Choice> choice,
        List<Step> steps,
        long leftOut) {

    /**
     * One event of the story.
     *
     * @param cause the revision of the event that it follows from; 0 when it came from outside
     * @param why the rule behind it; empty when the event says it all
     */
    public record Step(Recorded recorded, long cause, String why) {}
}
