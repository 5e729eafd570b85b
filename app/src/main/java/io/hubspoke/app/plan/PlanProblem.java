// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

/**
 * One thing that is wrong with a plan file, at its place.
 *
 * @param file as the user named it
 * @param line from 1
 * @param column from 1
 * @param pointer where it stands in the plan, such as {@code tasks/0/priority}; empty for the file as a whole
 * @param sentence what is wrong and how to mend it
 * @param warning true when the plan can be run all the same
 */
public record PlanProblem(String file, int line, int column, String pointer, String sentence, boolean warning) {

    @Override
    public String toString() {
        String place = pointer.isEmpty() ? "" : pointer + ": ";
        return "%s:%d:%d %s%s%s".formatted(file, line, column, warning ? "warning: " : "", place, sentence);
    }
}
