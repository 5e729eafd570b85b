// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation.planted;

import io.hubspoke.testkit.simulation.Simulation;
import io.hubspoke.testkit.simulation.SimulationReport;
import java.util.Optional;

/** Tells histories in a JVM of its own until a promise is broken, and prints after how many and which. */
final class Seeker {
    /** What stands before the finding in what is printed. */
    static final String FOUND = "found after ";

    private Seeker() {}

    /**
     * @param after histories told, the one that broke a promise among them
     * @param promise that was broken
     */
    record Finding(long after, String promise) {
        String line() {
            return FOUND + after + ": " + promise;
        }

        static Optional<Finding> in(String printed) {
            return printed.lines()
                    .filter(line -> line.startsWith(FOUND))
                    .findFirst()
                    .map(line -> line.substring(FOUND.length()))
                    .map(line -> {
                        int colon = line.indexOf(':');
                        return new Finding(Long.parseLong(line.substring(0, colon)), line.substring(colon + 2));
                    });
        }
    }

    public static void main(String[] arguments) {
        long histories = Long.parseLong(arguments[0]);
        for (long seed = 0; seed < histories; seed++) {
            SimulationReport report = Simulation.run(seed);
            if (report.broken().isPresent()) {
                System.out.println(new Finding(seed + 1, report.broken().get()).line());
                System.exit(0);
            }
        }
        System.out.println("nothing found in " + histories + " histories");
        System.exit(1);
    }
}
