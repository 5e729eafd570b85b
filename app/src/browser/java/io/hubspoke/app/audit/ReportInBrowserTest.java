// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.hubspoke.app.cli.Shell;
import io.hubspoke.orchestrator.audit.Picture;
import io.hubspoke.orchestrator.audit.Timeline;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.testkit.ProjectScenario;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report in a real browser, from disk, beside what the journal says. */
class ReportInBrowserTest {
    private static final ProjectScenario STORY = RandomStory.of(3, 220);
    private static final long LAST = STORY.state().revision();

    @TempDir
    static Path folder;

    private static Browser browser;
    private static Path report;
    private static Path hostile;

    @BeforeAll
    static void open() throws SQLException {
        report = report("story", STORY);
        hostile = report("hostile", ReportPageTest.hostile());
        browser = new Browser();
    }

    private static Path report(String name, ProjectScenario story) throws SQLException {
        Histories.write(folder.resolve(name + ".db"), story);
        Shell.Said said =
                Shell.in(folder).run("journal", "report", "--journal", name + ".db", "--file", name + ".html");
        assertThat(said.exitCode()).as(said.err()).isZero();
        return folder.resolve(name + ".html");
    }

    @AfterAll
    static void close() {
        if (browser != null) browser.close();
    }

    @AfterEach
    void nothing_was_fetched_and_nothing_complained_of() {
        assertThat(browser.requests()).hasSize(1).allMatch(address -> address.startsWith("file:"));
        assertThat(browser.complaints()).isEmpty();
    }

    private static Page open(int width, ColorScheme colours) {
        return browser.open(report, width, colours);
    }

    private static Picture picture(long revision) {
        try (JournalReader reader = JournalReader.open(folder.resolve("story.db"))) {
            return Picture.of(
                    Timeline.of(reader, ProjectId.of("shop")).at(revision).state());
        }
    }

    // ---- what is shown

    private static long shown(Page page) {
        return Long.parseLong(page.locator("html").getAttribute("data-revision"));
    }

    private static void awaitShown(Page page, long revision) {
        page.waitForCondition(() -> shown(page) == revision);
        assertThat(page.locator("#slider").inputValue()).isEqualTo(Long.toString(revision));
        assertThat(page.locator("#number").inputValue()).isEqualTo(Long.toString(revision));
    }

    /** Two columns of a table, the first line of each cell. */
    private static Map<String, String> column(Page page, String table, int column) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Locator row : page.locator(table + " tbody tr").all()) {
            List<String> cells = row.locator("td").allInnerTexts();
            found.put(firstLine(cells.getFirst()), firstLine(cells.get(column)));
        }
        return found;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> Map<String, String> expected(List<T> things, Function<T, Object> id, Function<T, Object> value) {
        return things.stream()
                .collect(Collectors.toMap(
                        each -> id.apply(each).toString(),
                        each -> value.apply(each).toString(),
                        (a, b) -> b,
                        LinkedHashMap::new));
    }

    private static void requireState(Page page, long revision) {
        Picture then = picture(revision);
        assertThat(column(page, "#tasks-table", 1))
                .as("tasks at %d", revision)
                .containsExactlyEntriesOf(expected(then.tasks(), task -> task.id(), task -> word(task.status())));
        assertThat(column(page, "#tasks-table", 3))
                .containsExactlyEntriesOf(expected(then.tasks(), task -> task.id(), task -> task.attempt()));
        assertThat(column(page, "#gates-table", 1))
                .as("gates at %d", revision)
                .containsExactlyEntriesOf(expected(then.gates(), gate -> gate.id(), gate -> word(gate.status())));
        Map<String, String> agents = column(page, "#agents-table", 1);
        agents.values().removeIf("unregistered"::equals);
        assertThat(agents)
                .as("agents at %d", revision)
                .containsExactlyInAnyOrderEntriesOf(
                        expected(then.agents(), agent -> agent.id(), agent -> word(agent.status())));
        Map<String, String> mailboxes = column(page, "#agents-table", 3);
        mailboxes.keySet().retainAll(agents.keySet());
        assertThat(mailboxes)
                .as("mailboxes at %d", revision)
                .containsExactlyInAnyOrderEntriesOf(expected(
                        then.mailboxes(),
                        box -> box.agent(),
                        box -> box.waiting().size()));
        assertThat(page.locator("#queues dd").allInnerTexts())
                .as("queues at %d", revision)
                .containsExactlyInAnyOrderElementsOf(
                        then.queues().stream().map(ReportInBrowserTest::queue).toList());
    }

    private static String queue(Picture.Queue queue) {
        int more = queue.tasks().size() - StateHistory.QUEUE_NAMED_MAX;
        String first = queue.tasks().stream()
                .limit(StateHistory.QUEUE_NAMED_MAX)
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        return more > 0 ? first + " and " + more + " more" : first;
    }

    // ---- moving through time

    @Test
    void at_first_the_end_is_shown() {
        Page page = open(1400, ColorScheme.LIGHT);
        awaitShown(page, LAST);
        requireState(page, LAST);
        assertThat(page.locator("#verdict").innerText()).contains("Verified");
    }

    @Test
    void a_number_typed_in_shows_the_state_at_that_revision() {
        Page page = open(1400, ColorScheme.LIGHT);
        for (long revision : new long[] {1, 2, LAST / 4, LAST / 3, LAST / 2, 2 * LAST / 3, LAST - 1}) {
            page.locator("#number").fill(Long.toString(revision));
            page.locator("#number").press("Enter");
            awaitShown(page, revision);
            requireState(page, revision);
        }
        page.locator("#number").fill("100000");
        page.locator("#number").press("Enter");
        awaitShown(page, LAST);
    }

    @Test
    void the_slider_follows_the_keyboard() {
        Page page = open(1400, ColorScheme.LIGHT);
        Locator slider = page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Revision"));
        slider.focus();
        slider.press("Home");
        awaitShown(page, 1);
        requireState(page, 1);
        for (int i = 0; i < 5; i++) slider.press("ArrowRight");
        awaitShown(page, 6);
        requireState(page, 6);
        slider.press("ArrowLeft");
        awaitShown(page, 5);
        slider.press("End");
        awaitShown(page, LAST);
        slider.press("PageDown");
        page.waitForCondition(() -> shown(page) < LAST - 10);
        requireState(page, shown(page));
        assertThat(slider.getAttribute("aria-valuetext")).startsWith("revision " + shown(page) + ", ");
    }

    @Test
    void the_slider_follows_the_mouse() {
        Page page = open(1400, ColorScheme.LIGHT);
        BoundingBox box = page.locator("#slider").boundingBox();
        double middle = box.y + box.height / 2;
        page.mouse().click(box.x + box.width / 2, middle);
        page.waitForCondition(() -> Math.abs(shown(page) - LAST / 2) <= LAST / 50);
        requireState(page, shown(page));
        page.mouse().move(box.x + box.width / 2, middle);
        page.mouse().down();
        page.mouse().move(box.x + box.width / 5, middle);
        page.mouse().up();
        page.waitForCondition(() -> Math.abs(shown(page) - LAST / 5) <= LAST / 50);
        requireState(page, shown(page));
    }

    @Test
    void a_revision_named_in_the_text_can_be_gone_to() {
        Page page = open(1400, ColorScheme.LIGHT);
        page.locator("#talk-kind").selectOption("message");
        Locator button = page.locator("#talk tbody button").first();
        long revision = Long.parseLong(button.innerText().replace(",", ""));
        button.click();
        awaitShown(page, revision);
        assertThat(page.locator("#event dd").first().innerText()).isEqualTo("message-routed");
        requireState(page, revision);
    }

    @Test
    void playing_goes_on_to_the_end_and_stops_there() {
        Page page = open(1400, ColorScheme.LIGHT);
        page.clock().install();
        page.locator("#number").fill(Long.toString(LAST - 8));
        page.locator("#number").press("Enter");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Play"))
                .click();
        page.clock().runFor(60_000);
        awaitShown(page, LAST);
        assertThat(page.locator("#play").innerText()).isEqualTo("Play");
        assertThat(page.locator("#announcer").textContent()).startsWith("Revision " + LAST + ": ");
    }

    // ---- pictures

    @Test
    void the_timeline_and_its_table_have_every_attempt_up_to_the_revision() {
        ReportData data = Histories.report(STORY, 1, LAST);
        Page page = open(1400, ColorScheme.LIGHT);
        page.locator("#timeline-axis").selectOption("revision");
        for (int i = 0; i < 6; i++) page.locator("#zoom-in").click();
        page.locator("#timeline details summary").click();
        for (long revision : new long[] {LAST / 3, LAST}) {
            page.locator("#number").fill(Long.toString(revision));
            page.locator("#number").press("Enter");
            awaitShown(page, revision);
            List<Attempts.Attempt> begun = data.attempts().stream()
                    .filter(attempt -> attempt.from() <= revision)
                    .toList();
            assertThat(page.locator("#timeline .attempt").count()).isEqualTo(begun.size());
            assertThat(page.locator("#attempts tbody tr").count()).isEqualTo(Math.min(50, begun.size()));
            assertThat(page.locator("#timeline .attempt title").allTextContents())
                    .filteredOn(text -> text.contains("under way"))
                    .hasSize((int) begun.stream()
                            .filter(attempt -> attempt.to() == 0 || attempt.to() > revision)
                            .count());
        }
    }

    @Test
    void the_conversation_can_be_narrowed_to_a_party_a_kind_a_task_and_a_text() {
        ReportData data = Histories.report(STORY, 1, LAST);
        Page page = open(1400, ColorScheme.LIGHT);
        page.locator("#talk-kind").selectOption("question");
        long questions = data.talk().stream()
                .filter(line -> line.kind().equals("question"))
                .count();
        assertThat(page.locator("#talk tbody tr").count())
                .isEqualTo((int) questions)
                .isPositive();
        page.locator("#talk-kind").selectOption("");
        page.locator("#talk-task").fill("t-1");
        page.locator("#talk-party").selectOption("people");
        assertThat(page.locator("#talk tbody tr").all())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.textContent())
                        .contains("t-1")
                        .containsAnyOf(
                                "alice to hub", "bob to hub", "setup to hub", "hub to people", "to hub to people"));
        page.locator("#talk-text").fill("no such words anywhere");
        assertThat(page.locator("#talk").innerText()).contains("Nothing was said");
    }

    @Test
    void no_line_of_the_star_leads_from_agent_to_agent() {
        Page page = open(1400, ColorScheme.LIGHT);
        assertThat(page.locator("#star .node").count()).isGreaterThan(5);
        String hub = page.locator("#star .hub").getAttribute("cx");
        assertThat(page.locator("#star .spoke").all())
                .hasSize(page.locator("#star .node").count())
                .allSatisfy(spoke -> assertThat(spoke.getAttribute("x1")).isEqualTo(hub));
    }

    // ---- for everybody, and whatever was written

    @ParameterizedTest
    @CsvSource({"LIGHT,1400", "DARK,1400", "LIGHT,390", "DARK,390"})
    void axe_finds_nothing(ColorScheme colours, int width) {
        Page page = open(width, colours);
        page.locator("#timeline details summary").click();
        for (long revision : new long[] {1, LAST / 2, LAST}) {
            page.locator("#number").fill(Long.toString(revision));
            page.locator("#number").press("Enter");
            awaitShown(page, revision);
            assertThat(new AxeBuilder(page)
                            .analyze().getViolations().stream()
                                    .map(rule -> rule.getId() + " "
                                            + rule.getNodes().stream()
                                                    .map(node -> String.valueOf(node.getTarget()))
                                                    .limit(5)
                                                    .toList()))
                    .as("at revision %d", revision)
                    .isEmpty();
        }
        assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
    }

    @Test
    void markup_in_what_others_wrote_is_seen_as_text() {
        Page page = browser.open(hostile, 1400, ColorScheme.DARK);
        page.locator("#timeline details summary").click();
        for (long revision = ReportPageTest.hostile().state().revision(); revision > 0; revision--) {
            page.locator("#number").fill(Long.toString(revision));
            page.locator("#number").press("Enter");
            awaitShown(page, revision);
            assertThat(page.locator("img, iframe, object, embed").count()).isZero();
            assertThat(page.locator("script").count()).isEqualTo(2);
        }
        page.locator("#number").fill("100");
        page.locator("#number").press("Enter");
        awaitShown(page, ReportPageTest.hostile().state().revision());
        assertThat(page.locator("#tasks-table").innerText()).contains(ReportPageTest.HOSTILE);
        assertThat(page.locator("#gates-table").innerText()).contains(ReportPageTest.HOSTILE);
        assertThat(page.locator("#talk").innerText()).contains("<img src=x onerror=alert(1)>");
    }
}
