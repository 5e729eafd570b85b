// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A setting that is added fails here until {@code docs/configuration.md} tells of it. */
class ConfigurationReferenceTest {
    private static final Map<String, List<String>> ROWS =
            SourceTree.document("docs/configuration.md").table("## Settings");

    @Test
    void the_reference_lists_every_setting_with_its_default() {
        Map<String, String> documented = new TreeMap<>();
        ROWS.forEach((key, cells) ->
                documented.put(key, Markdown.ticked(cells.get(1)).getFirst()));

        assertThat(documented).isEqualTo(defaults());
    }

    @Test
    void the_reference_names_the_environment_variable_of_every_setting() {
        String source = SourceTree.read(SourceTree.path("config/src/main/resources/reference.conf"));
        ROWS.forEach((key, cells) -> {
            String variable = key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            assertThat(cells.get(2)).as(key).isEqualTo("`" + variable + "`");
            assertThat(source).as(key).contains("${?" + variable + "}");
        });
    }

    @Test
    void the_reference_says_what_every_setting_is_for() {
        ROWS.forEach((key, cells) -> assertThat(cells.get(3)).as(key).hasSizeGreaterThan(10));
    }

    private static Map<String, String> defaults() {
        Config reference = ConfigFactory.parseResources("reference.conf")
                .withOnlyPath("hubspoke")
                .resolve(ConfigResolveOptions.noSystem());
        Map<String, String> defaults = new TreeMap<>();
        reference
                .entrySet()
                .forEach(entry -> defaults.put(
                        entry.getKey(), entry.getValue().unwrapped().toString()));
        assertThat(defaults).hasSizeGreaterThan(10);
        return defaults;
    }
}
