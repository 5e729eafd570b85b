// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.util.List;
import java.util.Map;

/** Small reports for tests. */
final class Reports {
    static final Map<String, String> MACHINE =
            Map.of("processor", "P", "cores", "2", "disk", "/dev/d (ext4)", "java", "J 25");

    private Reports() {}

    static Report of(Row... rows) {
        return new Report("2026-01-01T00:00:00Z", MACHINE, List.of(rows));
    }

    static Row rate(String group, String name, double value) {
        return Row.of(group, name, value, "messages/s", Row.Better.HIGHER, 0.02);
    }
}
