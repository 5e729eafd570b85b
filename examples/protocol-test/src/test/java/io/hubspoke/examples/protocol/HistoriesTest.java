// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.examples.protocol;

import io.hubspoke.testkit.JournalHistories;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Journals of the past come to the same states with the code of today. */
class HistoriesTest {
    @TestFactory
    Stream<DynamicTest> histories() {
        return JournalHistories.in(Path.of("src/test/histories")).tests();
    }
}
