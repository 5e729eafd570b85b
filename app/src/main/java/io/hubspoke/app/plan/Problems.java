// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;

/** Gathers what is wrong, so that all of it is told at once. */
final class Problems {
    private static final Comparator<PlanProblem> IN_FILE_ORDER =
            Comparator.comparingInt(PlanProblem::line).thenComparingInt(PlanProblem::column);

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}+");

    /** Nobody mends more at once; a hostile file has no end of them. */
    private static final int FOUND_MAX = 1_000;

    private static final int GUESSES_MAX = 50;
    private static final int LENGTH_MAX = 2_000;

    private final String file;
    private final List<PlanProblem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    private int more;

    /** Whether it is still worth the while to guess what was meant. */
    boolean mayGuess() {
        return found.size() < GUESSES_MAX;
    }

    void error(Optional<Mark> place, String pointer, String sentence) {
        add(place, pointer, sentence, false);
    }

    /** About a line of a text that was not read as YAML. */
    void errorInLine(int line, String sentence) {
        found.add(new PlanProblem(file, line, 1, "", sentence, false));
    }

    void warning(Optional<Mark> place, String pointer, String sentence) {
        add(place, pointer, sentence, true);
    }

    private void add(Optional<Mark> place, String pointer, String sentence, boolean warning) {
        int line = place.map(mark -> mark.getLine() + 1).orElse(1);
        int column = place.map(mark -> mark.getColumn() + 1).orElse(1);
        if (found.size() < FOUND_MAX) {
            found.add(new PlanProblem(file, line, column, oneLine(pointer), oneLine(sentence), warning));
        } else if (!warning) {
            more++;
        }
    }

    /** What is told may quote the file: no line break or terminal command of it comes through. */
    private static String oneLine(String text) {
        String line = CONTROL.matcher(text).replaceAll(" ");
        return line.length() <= LENGTH_MAX ? line : line.substring(0, LENGTH_MAX) + " […]";
    }

    boolean none() {
        return more == 0 && found.stream().allMatch(PlanProblem::warning);
    }

    /** In the order of the file; of the same place, in the order found; at the end how many more there are. */
    List<PlanProblem> inFileOrder() {
        List<PlanProblem> told =
                new ArrayList<>(found.stream().sorted(IN_FILE_ORDER).distinct().toList());
        if (more > 0)
            told.add(new PlanProblem(
                    file, 1, 1, "", "there are %d more problems: mend these first".formatted(more), false));
        return told;
    }
}
