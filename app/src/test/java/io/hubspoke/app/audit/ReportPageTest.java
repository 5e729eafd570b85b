// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import static io.hubspoke.testkit.ProjectScenario.agent;
import static io.hubspoke.testkit.ProjectScenario.operator;
import static io.hubspoke.testkit.ProjectScenario.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.EscalateToHuman;
import io.hubspoke.protocol.Command.ReportProgress;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.testkit.ProjectScenario;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    static final String HOSTILE =
            "</script><img src=x onerror=alert(1)><!-- <script>alert(2)</script> ${{data}} & ' \"";

    private static String page(ProjectScenario story) throws IOException {
        StringWriter out = new StringWriter();
        ReportPage.write(out, Histories.report(story, 1, story.state().revision()), ZoneOffset.UTC);
        return out.toString();
    }

    private static String between(String page, String start, String end) {
        int from = page.indexOf(start) + start.length();
        return page.substring(from, page.indexOf(end, from));
    }

    private static JsonNode data(String page) throws IOException {
        return new ObjectMapper()
                .readTree(between(page, "<script type=\"application/json\" id=\"data\">", "</script>"));
    }

    /** Markup wherever somebody may write freely. */
    static ProjectScenario hostile() {
        TaskId id = TaskId.of("t-1");
        return ProjectScenario.automatic("shop")
                .givenAgent("a-1", AgentType.REVIEWER)
                .givenAgent("a-2", AgentType.ARCHITECT)
                .given(
                        operator("alice"),
                        io.hubspoke.protocol.Command.EnqueueTasks.one(
                                titled(task("t-1", AgentType.REVIEWER)).withInstructions(HOSTILE)))
                .given(agent("a-1"), new StartTask(id, 1))
                .given(agent("a-1"), new ReportProgress(id, 1, 50, HOSTILE))
                .given(agent("a-1"), new SendMessage(new AgentId("a-2"), HOSTILE, HOSTILE))
                .given(
                        agent("a-2"),
                        new EscalateToHuman(GateQuestion.of(HOSTILE).withContext(HOSTILE), Optional.empty()))
                .given(agent("a-1"), new CompleteTask(id, 1, TaskResult.of(HOSTILE)));
    }

    private static io.hubspoke.protocol.TaskSpec titled(io.hubspoke.protocol.TaskSpec task) {
        return new io.hubspoke.protocol.TaskSpec(
                task.id(),
                HOSTILE,
                task.agentType(),
                task.priority(),
                HOSTILE,
                task.instructions(),
                task.inputs(),
                task.needs(),
                task.checks(),
                task.verifier(),
                task.gate(),
                task.limits(),
                task.onDependencyFailure());
    }

    @Test
    void markup_in_what_others_wrote_stays_text() throws IOException {
        String plain = page(ProjectScenario.automatic("shop").givenAgent("a-1", AgentType.REVIEWER));
        String page = page(hostile());
        assertThat(count(page, "<script")).isEqualTo(count(plain, "<script")).isEqualTo(2);
        assertThat(count(page, "</script")).isEqualTo(2);
        assertThat(page).doesNotContain("<img", "<!--", "onerror=alert(1)>");
        JsonNode data = data(page);
        assertThat(data.path("tasks")
                        .path("rows")
                        .path(0)
                        .path("facts")
                        .path("title")
                        .asText())
                .isEqualTo(HOSTILE);
        assertThat(data.path("gates")
                        .path("rows")
                        .path(0)
                        .path("facts")
                        .path("context")
                        .asText())
                .isEqualTo(HOSTILE);
    }

    @Test
    void the_script_makes_no_markup_of_texts_and_speaks_to_nobody() throws IOException {
        String script = between(page(hostile()), "<script>(() => {", "</script>");
        assertThat(script).contains("function setUp()");
        assertThat(script)
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(")
                .doesNotContain("fetch(", "XMLHttpRequest", "WebSocket", "import(", "localStorage");
    }

    @Test
    void the_policy_allows_the_pages_own_script_and_style_and_nothing_else() throws Exception {
        String page = page(hostile());
        String policy = between(page, "Content-Security-Policy\" content=\"", "\"");
        assertThat(policy)
                .startsWith("default-src 'none'; ")
                .contains("script-src '" + hash(between(page, "<script>", "</script>")) + "'")
                .contains("style-src '" + hash(between(page, "<style>", "</style>")) + "'")
                .contains("require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "http", "*", "self");
        Matcher addresses = Pattern.compile("https?://[^\"' ]*").matcher(page);
        assertThat(addresses.results().map(found -> found.group()).distinct())
                .as("the name of SVG is no address that anybody goes to")
                .containsOnly("http://www.w3.org/2000/svg");
        assertThat(page).doesNotContain(" style=\"").doesNotContainPattern("<[a-z][^<>]* on[a-z]+=");
    }

    private static String hash(String text) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    @Test
    void the_same_history_gives_the_same_bytes() throws IOException {
        assertThat(page(RandomStory.of(7, 60))).isEqualTo(page(RandomStory.of(7, 60)));
    }

    @Test
    void long_texts_do_not_make_a_large_page() throws IOException {
        TaskId id = TaskId.of("t-1");
        ProjectScenario story = ProjectScenario.automatic("shop")
                .givenAgent("a-1", AgentType.REVIEWER)
                .givenAgent("a-2", AgentType.ARCHITECT)
                .givenTasks(task("t-1", AgentType.REVIEWER));
        int before = page(story).length();
        String payload = "<😀".repeat(25_000);
        for (int i = 0; i < 50; i++)
            story = story.given(agent("a-1"), new SendMessage(new AgentId("a-2"), "note", payload + i));
        story = story.given(agent("a-1"), new CompleteTask(id, 1, TaskResult.of(payload)));
        assertThat(page(story).length() - before).isLessThan(52 * 6 * EventLog.EVENT_CHARACTERS_MAX);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
