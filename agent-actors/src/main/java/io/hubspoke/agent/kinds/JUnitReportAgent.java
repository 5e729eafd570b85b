// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import io.hubspoke.agent.Texts;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what the test reports of the workspace say. */
final class JUnitReportAgent implements Agent {
    private static final int SHOWN_MAX = 50;
    private static final int TEXT_BYTES_MAX = 16_384;

    private final AgentContext context;
    private final List<String> globs;

    JUnitReportAgent(AgentContext context, List<String> globs) {
        this.context = context;
        this.globs = List.copyOf(globs);
    }

    @Override
    public TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure {
        JUnitReports reports = read();
        if (reports.tests() == 0 && reports.broken().isEmpty()) {
            throw AgentFailure.retryable(
                    "no tests found: there is no report with a test at " + String.join(", ", globs));
        }
        if (!reports.passed()) throw AgentFailure.retryable(text(reports));
        return new TaskResult(
                reports.totals(),
                Map.of(
                        "tests", Integer.toString(reports.tests()),
                        "failures", Integer.toString(reports.failures()),
                        "errors", Integer.toString(reports.errors()),
                        "skipped", Integer.toString(reports.skipped()),
                        "reports", Integer.toString(reports.files())));
    }

    @Override
    public String onQuestion(Letter.Question question, Hub hub) throws AgentFailure {
        return text(read());
    }

    private JUnitReports read() throws AgentFailure {
        try {
            return JUnitReports.read(context.workspace().directory(), globs);
        } catch (IOException trouble) {
            throw AgentFailure.retryable("cannot read the reports: " + trouble.getMessage());
        }
    }

    private static String text(JUnitReports reports) {
        String rest = reports.failing().size() > SHOWN_MAX
                ? "and %d more".formatted(reports.failing().size() - SHOWN_MAX)
                : "";
        return Texts.clip(
                Stream.of(
                                Stream.of(reports.totals()),
                                reports.failing().stream().limit(SHOWN_MAX).map(Object::toString),
                                Stream.of(rest),
                                reports.broken().stream().limit(SHOWN_MAX))
                        .flatMap(lines -> lines)
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.joining("\n")),
                TEXT_BYTES_MAX);
    }
}
