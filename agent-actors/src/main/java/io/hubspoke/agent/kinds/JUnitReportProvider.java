// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentProvider;
import java.util.List;

/**
 * Kind {@code junit-report}: a specialist without a model that reads the test reports of the workspace. A task
 * succeeds when there are tests and none failed, with the outputs {@code tests}, {@code failures}, {@code errors},
 * {@code skipped} and {@code reports}; otherwise it fails with the totals and the failing tests. A question is
 * answered with the same.
 *
 * <p>Settings: {@code reports}, globs of the XML reports, relative to the workspace; default
 * <code>**&#47;target/surefire-reports/TEST-*.xml</code>.
 */
public final class JUnitReportProvider implements AgentProvider {
    static final String DEFAULT = "**/target/surefire-reports/TEST-*.xml";

    @Override
    public String kind() {
        return "junit-report";
    }

    @Override
    public List<String> problems(AgentSpec agent) {
        return SecretScanProvider.globProblems(agent, "reports");
    }

    @Override
    public Agent create(AgentSpec agent, AgentContext context) {
        List<String> globs = agent.settings().list("reports");
        return new JUnitReportAgent(context, globs.isEmpty() ? List.of(DEFAULT) : globs);
    }
}
