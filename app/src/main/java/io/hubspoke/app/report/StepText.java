// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

import io.hubspoke.orchestrator.audit.Picture;
import io.hubspoke.orchestrator.audit.StateDiff;
import io.hubspoke.orchestrator.audit.Stepper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/** What a screen shows of one step: the state, and what the event has changed. */
public final class StepText {
    private StepText() {}

    public static List<String> lines(Stepper stepper, ZoneId zone) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            new PictureText(out, zone)
                    .print(stepper.moment(), stepper.timeline().last());
            long revision = stepper.moment().revision();
            if (revision > 0) {
                out.println();
                StateDiff diff = StateDiff.between(
                        Picture.of(stepper.timeline().at(revision - 1).state()),
                        Picture.of(stepper.moment().state()));
                out.print("Changed by this event: ");
                DiffText.print(out, stepper.timeline().project(), diff);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
