// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The testkit brings two of Pekko's testkits along, which are written in Scala: ScalaTest must not come with them. The
 * build's enforcer refuses it in every scope of every module; here the class path of these tests is looked at.
 */
class NoScalaTestTest {
    private static boolean isThere(String type) {
        return NoScalaTestTest.class.getClassLoader().getResource(type.replace('.', '/') + ".class") != null;
    }

    @Test
    void nothing_of_scalatest_is_on_the_class_path_of_users() {
        assertThat(isThere("org.apache.pekko.testkit.TestKit"))
                .as("the look finds what comes transitively")
                .isTrue();
        assertThat(isThere("org.scalatest.Suite")).isFalse();
        assertThat(isThere("org.scalatest.matchers.should.Matchers")).isFalse();
        assertThat(isThere("org.scalactic.Equality")).isFalse();
    }

    @Test
    void the_build_refuses_scalatest_in_every_scope_of_every_module() throws IOException {
        String pom = Files.readString(Path.of("../pom.xml"));
        String rule = pom.substring(pom.indexOf("<bannedDependencies>"), pom.indexOf("</bannedDependencies>"));
        assertThat(rule)
                .contains("<exclude>org.scalatest:*</exclude>", "<exclude>org.scalactic:*</exclude>")
                .doesNotContain("searchTransitive", "<include>");
    }
}
