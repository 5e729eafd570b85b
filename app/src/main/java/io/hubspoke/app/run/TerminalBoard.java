// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import io.hubspoke.app.report.Words;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.View;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A terminal: lines scroll above a status line, and below it a gate is decided by a single key. */
final class TerminalBoard implements Board {
    private static final int WIDTH_DEFAULT = 80;
    private static final long KEY_WAIT_MILLIS = 20;

    private final PrintStream out;
    private final PrintStream err;
    private final Function<Recorded, Optional<String>> lines;
    private final Path directory;
    private final Terminal terminal;
    private final Attributes cooked;
    private final Set<GateId> later = new HashSet<>();
    private List<String> bottom = List.of();
    private String status = "";
    private Optional<View.Gate> asked = Optional.empty();

    TerminalBoard(PrintStream out, PrintStream err, Function<Recorded, Optional<String>> lines, Path directory) {
        this.out = out;
        this.err = err;
        this.lines = lines;
        this.directory = directory;
        try {
            this.terminal =
                    TerminalBuilder.builder().system(true).nativeSignals(false).build();
        } catch (IOException noTerminal) {
            throw new UncheckedIOException(noTerminal);
        }
        this.cooked = terminal.enterRawMode();
    }

    @Override
    public void change(Recorded recorded) {
        lines.apply(recorded)
                .ifPresent(line -> above(() -> {
                    out.println(line);
                    out.flush();
                }));
    }

    @Override
    public void status(ProjectState state) {
        status = StatusLine.of(Views.status(state));
        if (state.gates().openCount() == 0) asked = Optional.empty();
        draw();
    }

    @Override
    public boolean asks(View.Gate gate) {
        return !later.contains(gate.id());
    }

    @Override
    public Optional<ResolveGate> ask(View.Gate gate) {
        asked = Optional.of(gate);
        draw();
        try {
            int key = terminal.reader().read(KEY_WAIT_MILLIS);
            return key > 0 ? pressed(gate, Character.toLowerCase((char) key)) : Optional.empty();
        } catch (IOException gone) {
            later.add(gate.id());
            return Optional.empty();
        }
    }

    private Optional<ResolveGate> pressed(View.Gate gate, char key) {
        boolean asksForWords = gate.cause() == GateCause.ESCALATION;
        return switch (key) {
            case 'a' ->
                option(gate).map(option -> closed(new ResolveGate(gate.id(), Decision.APPROVE, option, "", "")));
            case 'r' -> words("why > ").map(why -> closed(new ResolveGate(gate.id(), Decision.REJECT, why)));
            case 't' ->
                asksForWords
                        ? words("answer > ")
                                .map(text -> closed(new ResolveGate(gate.id(), Decision.RESPOND, "", "", text)))
                        : Optional.empty();
            case 'd' -> {
                GateBackground.of(gate, directory).forEach(this::say);
                yield Optional.empty();
            }
            case 'l' -> {
                later.add(gate.id());
                asked = Optional.empty();
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private ResolveGate closed(ResolveGate decision) {
        asked = Optional.empty();
        return decision;
    }

    private Optional<String> option(View.Gate gate) {
        List<String> options = gate.question().options();
        return options.isEmpty() ? Optional.of("") : words("which (" + String.join(", ", options) + ") > ");
    }

    /** One line of words; nothing when the person thinks better of it. */
    private Optional<String> words(String prompt) {
        erase();
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

    @Override
    public void say(String sentence) {
        above(() -> err.println(sentence));
    }

    private void above(Runnable print) {
        erase();
        print.run();
        draw();
    }

    private void draw() {
        List<String> wanted = asked.map(gate -> List.of(
                        status,
                        "GATE %s  %s"
                                .formatted(gate.id(), Words.line(gate.question().reason(), 200)),
                        keys(gate)))
                .orElse(List.of(status));
        if (wanted.equals(bottom)) return;
        erase();
        int columns = terminal.getSize().getColumns();
        int width = columns > 0 ? columns : WIDTH_DEFAULT;
        err.print(String.join(
                "\r\n", wanted.stream().map(line -> clipped(line, width - 1)).toList()));
        err.flush();
        bottom = wanted;
    }

    private static String keys(View.Gate gate) {
        String tell = gate.cause() == GateCause.ESCALATION ? "[t]ell  " : "";
        return "[a]pprove  [r]eject with comment  " + tell + "[d]iff  [l]ater >";
    }

    private static String clipped(String line, int width) {
        return line.length() <= width ? line : line.substring(0, Math.max(0, width));
    }

    private void erase() {
        if (bottom.isEmpty()) return;
        err.print("\r\033[K" + "\033[A\033[K".repeat(bottom.size() - 1));
        err.flush();
        bottom = List.of();
    }

    @Override
    public void close() {
        erase();
        terminal.setAttributes(cooked);
        try {
            terminal.close();
        } catch (IOException alreadyGone) {
            err.println("the terminal could not be restored: type reset");
        }
    }
}
