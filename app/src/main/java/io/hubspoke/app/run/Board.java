// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.View;
import java.util.Optional;

/** Where a run shows what happens: a terminal with a person at it, or a plain stream. */
interface Board extends AutoCloseable {
    /** Something has happened. */
    void change(Recorded recorded);

    /** Where it stands now. */
    void status(ProjectState state);

    /** Asks the person, without waiting for long: a decision, once one is made. */
    Optional<ResolveGate> ask(View.Gate gate);

    /** Whether a person here may still decide this gate. */
    boolean asks(View.Gate gate);

    /** One sentence. */
    void say(String sentence);

    @Override
    void close();
}
