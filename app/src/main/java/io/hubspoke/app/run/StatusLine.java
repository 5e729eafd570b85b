// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import io.hubspoke.app.report.Words;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.View;
import java.util.ArrayList;
import java.util.List;

/** The one line that says how far it is: {@code ■■■■■■□□□□ 6/10 tasks · 3 agents busy · 1 gate waiting}. */
final class StatusLine {
    private static final int CELLS = 10;

    private StatusLine() {}

    static String of(View.Status status) {
        int all = status.tasks().values().stream().mapToInt(Integer::intValue).sum();
        int done = status.tasks().getOrDefault(TaskStatus.COMPLETED, 0);
        int full = all == 0 ? 0 : (int) ((long) CELLS * done / all);
        List<String> parts = new ArrayList<>();
        parts.add("■".repeat(full) + "□".repeat(CELLS - full) + " " + done + "/" + all + " tasks");
        parts.add(Words.count(status.agents().getOrDefault(AgentStatus.ACTIVE, 0), "agent") + " busy");
        int failed = status.tasks().getOrDefault(TaskStatus.FAILED, 0);
        if (failed > 0) parts.add(failed + " failed");
        if (status.openGates() > 0) parts.add(Words.count(status.openGates(), "gate") + " waiting");
        return String.join(" · ", parts);
    }
}
