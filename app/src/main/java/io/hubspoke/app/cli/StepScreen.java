// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.StepText;
import io.hubspoke.app.report.Words;
import io.hubspoke.orchestrator.audit.Stepper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal of {@code replay --step}: one key a step; the state above, the keys below. */
final class StepScreen {
    private static final String HELP = "n → next   p ← previous   j ↓ k ↑ scroll   g revision   / event type   q quit";
    private static final int ESCAPE = 27;
    private static final long ESCAPE_WAIT_MILLIS = 50;
    private static final int END = -1;
    private static final int INTERRUPT = 3;

    private final Terminal terminal;
    private final Attributes cooked;
    private final Surroundings surroundings;
    private Stepper stepper;
    private int scrolled;

    private StepScreen(Terminal terminal, Surroundings surroundings, Stepper stepper) {
        this.terminal = terminal;
        this.surroundings = surroundings;
        this.stepper = stepper;
        this.cooked = terminal.enterRawMode();
    }

    /** Until the person quits; the terminal is as before then. */
    static void run(Surroundings surroundings, Stepper start) {
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).nativeSignals(false).build()) {
            StepScreen screen = new StepScreen(terminal, surroundings, start);
            terminal.writer().print("\033[?1049h");
            try {
                do screen.draw();
                while (screen.pressed(screen.key()));
            } finally {
                terminal.writer().print("\033[?1049l");
                terminal.setAttributes(screen.cooked);
                terminal.flush();
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void draw() {
        int height = Math.max(5, terminal.getSize().getRows());
        int width = Math.max(20, terminal.getSize().getColumns());
        List<String> lines = StepText.lines(stepper, surroundings.clock().getZone());
        int room = height - 2;
        scrolled = Math.max(0, Math.min(scrolled, lines.size() - room));
        List<String> shown = new ArrayList<>(lines.subList(scrolled, Math.min(lines.size(), scrolled + room)));
        while (shown.size() < room) shown.add("");
        shown.add(Words.line(stepper.note(), width));
        StringBuilder screen = new StringBuilder("\033[H");
        for (String line : shown) screen.append(cut(line, width)).append("\033[K\r\n");
        screen.append("\033[7m").append(cut(HELP, width)).append("\033[0m\033[K");
        terminal.writer().print(screen);
        terminal.flush();
    }

    private static String cut(String line, int width) {
        return line.codePointCount(0, line.length()) <= width
                ? line
                : line.substring(0, line.offsetByCodePoints(0, width - 1)) + "…";
    }

    /** A key; the arrows are told as the letters that mean the same. */
    private int key() throws IOException {
        int first = terminal.reader().read();
        if (first != ESCAPE) return first;
        int second = terminal.reader().read(ESCAPE_WAIT_MILLIS);
        if (second != '[' && second != 'O') return 'q';
        return switch (terminal.reader().read(ESCAPE_WAIT_MILLIS)) {
            case 'C' -> 'n';
            case 'D' -> 'p';
            case 'A' -> 'k';
            case 'B' -> 'j';
            default -> 0;
        };
    }

    /** Whether to go on. */
    private boolean pressed(int key) {
        switch (key) {
            case 'n', ' ' -> move(stepper.next());
            case 'p' -> move(stepper.previous());
            case 'j' -> scrolled++;
            case 'k' -> scrolled--;
            case 'g' -> words("revision (empty for the last) > ").ifPresent(text -> move(stepper.to(text)));
            case '/' -> words("event type > ").ifPresent(text -> move(stepper.search(text)));
            case 'q', INTERRUPT, END -> {
                return false;
            }
            default -> {}
        }
        return true;
    }

    private void move(Stepper next) {
        stepper = next;
    }

    /** One line of words in the last line of the screen; nothing when the person thinks better of it. */
    private Optional<String> words(String prompt) {
        terminal.writer().print("\r\033[K");
        terminal.setAttributes(cooked);
        try {
            return Optional.of(LineReaderBuilder.builder()
                    .terminal(terminal)
                    .build()
                    .readLine(prompt)
                    .strip());
        } catch (UserInterruptException | EndOfFileException thoughtBetter) {
            return Optional.empty();
        } finally {
            terminal.enterRawMode();
        }
    }
}
