// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import static io.hubspoke.agent.kinds.Kit.assignment;
import static io.hubspoke.agent.kinds.Kit.failure;
import static io.hubspoke.agent.kinds.Kit.question;
import static io.hubspoke.agent.kinds.Kit.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.Settings;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class JUnitReportTest {
    private static final String GOOD = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="A" time="1.5" tests="2" errors="0" skipped="1" failures="0">
        <testcase name="adds" classname="a.ATest" time="1.000"/>
        <testcase name="later" classname="a.ATest" time="0.500"><skipped/></testcase>
      </testsuite>
      """;
    private static final String BAD = """
      <testsuites><testsuite name="B">
        <testcase name="fails" classname="b.BTest" time="0.1">
          <failure message="expected 3&#10;but was 4" type="AssertionError"><![CDATA[stack <here>]]></failure>
        </testcase>
        <testcase name="breaks" classname="b.BTest"><error type="java.io.IOException">trace</error></testcase>
      </testsuite></testsuites>
      """;

    @TempDir
    Path folder;

    private Kit kit;
    private final RecordingHub hub = new RecordingHub();

    @BeforeEach
    void prepare() {
        kit = new Kit(folder);
    }

    @Test
    void passed_tests_are_a_result_with_totals() throws Exception {
        kit.file("target/surefire-reports/TEST-a.ATest.xml", GOOD);
        kit.file("module/target/surefire-reports/TEST-a.Other.xml", GOOD);
        kit.file("module/target/surefire-reports/other.xml", BAD);
        assertThat(work(Settings.NONE))
                .isEqualTo(new TaskResult(
                        "4 tests, 0 failures, 0 errors, 2 skipped in 3.0 s (2 reports)",
                        Map.of("tests", "4", "failures", "0", "errors", "0", "skipped", "2", "reports", "2")));
    }

    @Test
    void failing_tests_are_named_with_their_messages() {
        kit.file("target/surefire-reports/TEST-a.ATest.xml", GOOD);
        kit.file("target/surefire-reports/TEST-b.BTest.xml", BAD);
        AgentFailure failure = failure(() -> work(Settings.NONE));
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.reason()).isEqualTo("""
        4 tests, 1 failures, 1 errors, 1 skipped in 1.6 s (2 reports)
        b.BTest.fails: failure: expected 3
        b.BTest.breaks: error: java.io.IOException""");
    }

    @Test
    void no_tests_at_all_are_a_failure() {
        assertThat(failure(() -> work(Settings.NONE)).reason()).startsWith("no tests found: ");
        kit.file("target/surefire-reports/TEST-none.xml", "<testsuite tests='7'/>");
        assertThat(failure(() -> work(Settings.NONE)).reason()).startsWith("no tests found: ");
    }

    @Test
    void other_places_can_be_named() throws Exception {
        kit.file("build/test-results/test/TEST-x.xml", GOOD);
        assertThat(work(Settings.NONE.with("reports", "build/test-results/**/*.xml"))
                        .outputs())
                .containsEntry("tests", "2");
    }

    @Test
    void a_question_is_answered_with_the_totals_whether_they_are_good_or_not() throws Exception {
        kit.file("target/surefire-reports/TEST-b.BTest.xml", BAD);
        assertThat(agent(Settings.NONE).onQuestion(question("how do the tests stand?", ""), hub))
                .startsWith("2 tests, 1 failures, 1 errors")
                .contains("b.BTest.fails");
    }

    @Test
    void a_broken_report_is_a_failure_that_names_it() {
        kit.file("target/surefire-reports/TEST-a.xml", GOOD);
        kit.file("target/surefire-reports/TEST-b.xml", "<testsuite><testcase name='x'");
        assertThat(failure(() -> work(Settings.NONE)).reason()).contains("TEST-b.xml is not a readable report");
    }

    @Test
    void a_hostile_report_can_neither_read_files_nor_grow_without_end() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "top-secret-content");
        kit.file("target/surefire-reports/TEST-xxe.xml", """
        <?xml version="1.0"?><!DOCTYPE t [<!ENTITY x SYSTEM "%s">]>
        <testsuite><testcase name="a" classname="b"><failure message="m">&x;</failure></testcase></testsuite>
        """.formatted(secret.toUri()));
        StringBuilder bomb = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE t [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 40; i++) bomb.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        kit.file(
                "target/surefire-reports/TEST-bomb.xml",
                bomb + "]><testsuite><testcase name=\"&a39;\" classname=\"c\"/></testsuite>");
        AgentFailure failure = failure(() -> work(Settings.NONE));
        assertThat(failure.reason()).doesNotContain("top-secret-content").doesNotContain("haha");
    }

    @Test
    void settings_are_checked() {
        assertThat(new JUnitReportProvider()
                        .problems(spec("junit-report", Settings.NONE.with("reports", "[", "**/*.xml"))))
                .hasSize(1);
        assertThat(new JUnitReportProvider().problems(spec("junit-report", Settings.NONE)))
                .isEmpty();
    }

    private TaskResult work(Settings settings) throws AgentFailure, InterruptedException {
        return agent(settings).work(assignment(), hub);
    }

    private Agent agent(Settings settings) {
        return new JUnitReportProvider().create(spec("junit-report", settings), kit.context);
    }
}
