// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/** What a project is created with. */
public record ProjectSettings(Dispatch dispatch, TaskLimits taskLimits, Budget budget, Limits limits) {
    public static final ProjectSettings DEFAULT =
            new ProjectSettings(Dispatch.AUTOMATIC, TaskLimits.DEFAULT, Budget.UNLIMITED, Limits.DEFAULT);

    public ProjectSettings withDispatch(Dispatch value) {
        return new ProjectSettings(value, taskLimits, budget, limits);
    }

    public ProjectSettings withTaskLimits(TaskLimits value) {
        return new ProjectSettings(dispatch, value, budget, limits);
    }

    public ProjectSettings withBudget(Budget value) {
        return new ProjectSettings(dispatch, taskLimits, value, limits);
    }

    public ProjectSettings withLimits(Limits value) {
        return new ProjectSettings(dispatch, taskLimits, budget, value);
    }
}
