// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.View;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Function;

/** One line a change to stdout, sentences to stderr; nobody is asked. */
final class PlainBoard implements Board {
    private final PrintStream out;
    private final PrintStream err;
    private final Function<Recorded, Optional<String>> lines;

    PlainBoard(PrintStream out, PrintStream err, Function<Recorded, Optional<String>> lines) {
        this.out = out;
        this.err = err;
        this.lines = lines;
    }

    @Override
    public void change(Recorded recorded) {
        lines.apply(recorded).ifPresent(out::println);
    }

    @Override
    public void status(ProjectState state) {
        out.flush();
    }

    @Override
    public Optional<ResolveGate> ask(View.Gate gate) {
        return Optional.empty();
    }

    @Override
    public boolean asks(View.Gate gate) {
        return false;
    }

    @Override
    public void say(String sentence) {
        err.println(sentence);
    }

    @Override
    public void close() {
        out.flush();
        err.flush();
    }
}
