// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.protocol.GateQuestion;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words that several explanations need. */
final class Reasons {
    private static final int LISTED_MAX = 10;

    private Reasons() {}

    /** At most ten names, and how many more there are. */
    static String list(Collection<?> names) {
        String listed = names.stream().limit(LISTED_MAX).map(Object::toString).collect(Collectors.joining(", "));
        return names.size() > LISTED_MAX ? "%s and %d more".formatted(listed, names.size() - LISTED_MAX) : listed;
    }

    static String time(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    static String approvers(GateQuestion question) {
        return question.approvers().isEmpty()
                ? "any operator but the asker may decide"
                : "only " + list(question.approvers()) + " may decide";
    }
}
