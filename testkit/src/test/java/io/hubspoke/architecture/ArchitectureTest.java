// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Scanner;
import java.util.Timer;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The plan of the house: which module and package may know which. Each rule says over which classes it was held. */
class ArchitectureTest {
    private static final String PROTOCOL = "io.hubspoke.protocol..";
    private static final String SPI = "io.hubspoke.spi..";
    private static final String HUB = "io.hubspoke.orchestrator..";
    private static final String DOMAIN = "io.hubspoke.orchestrator.domain..";
    private static final String AGENTS = "io.hubspoke.agent..";
    private static final String PEKKO = "org.apache.pekko..";

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.hubspoke");

    @TestFactory
    Stream<DynamicTest> every_part_of_the_house_was_looked_at() {
        return Stream.of(PROTOCOL, SPI, HUB, DOMAIN, AGENTS)
                .map(part -> DynamicTest.dynamicTest(
                        part,
                        () -> assertThat(ALL.that(resideInAnyPackage(part)).size())
                                .isGreaterThan(4)));
    }

    @Test
    void the_protocol_knows_neither_the_hub_nor_the_agents() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(PROTOCOL, SPI)
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.hubspoke..").and(not(resideInAnyPackage(PROTOCOL, SPI)))));
    }

    @Test
    void the_hub_does_not_know_the_agents() {
        holds(noClasses()
                .that()
                .resideInAPackage(HUB)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.hubspoke..").and(not(resideInAnyPackage(PROTOCOL, SPI, HUB)))));
    }

    @Test
    void the_agents_do_not_know_the_hub() {
        holds(noClasses()
                .that()
                .resideInAPackage(AGENTS)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.hubspoke..").and(not(resideInAnyPackage(PROTOCOL, SPI, AGENTS)))));
    }

    @Test
    void the_configuration_has_no_code() {
        assertThat(Sources.java()).noneMatch(file -> file.startsWith("config/src/main"));
        assertThat(Sources.root().resolve("config/src/main/resources/reference.conf"))
                .exists();
    }

    @Test
    void an_agents_author_never_meets_an_actor() {
        holds(noClasses()
                .that()
                .resideInAPackage(SPI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PEKKO));
        holds(noClasses()
                .that()
                .resideInAPackage(SPI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.hubspoke.protocol.wire.."));
    }

    @Test
    void only_the_envelopes_hold_an_address() {
        holds(noClasses()
                .that(resideInAnyPackage(PROTOCOL).and(not(resideInAnyPackage("io.hubspoke.protocol.wire.."))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PEKKO));
        holds(classes()
                .that()
                .haveSimpleName("ToOrchestrator")
                .should()
                .resideInAPackage("io.hubspoke.protocol.wire.."));
    }

    @Test
    void the_rules_know_only_data() {
        holds(classes()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        DOMAIN,
                        "io.hubspoke.protocol",
                        "java.lang",
                        "java.lang.runtime",
                        "java.lang.invoke",
                        "java.math",
                        "java.nio.charset",
                        "java.time",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "org.pcollections",
                        "org.jspecify.annotations",
                        "com.fasterxml.jackson.annotation"));
    }

    @Test
    void the_rules_ask_no_clock_and_draw_no_lots_and_start_nothing() {
        List<Class<?>> forbidden = List.of(
                Clock.class,
                Random.class,
                RandomGenerator.class,
                UUID.class,
                Thread.class,
                Runtime.class,
                ProcessBuilder.class,
                Timer.class,
                ThreadLocal.class,
                Scanner.class);
        forbidden.forEach(each ->
                holds(noClasses().that().resideInAPackage(DOMAIN).should().dependOnClassesThat(type(each))));
        holds(noClasses().that().resideInAPackage(DOMAIN).should().callMethod(Instant.class, "now"));
        holds(noClasses().that().resideInAPackage(DOMAIN).should().callMethod(Math.class, "random"));
        for (String now : List.of("currentTimeMillis", "nanoTime")) {
            holds(noClasses().that().resideInAPackage(DOMAIN).should().callMethod(System.class, now));
        }
        holds(noClasses().that().resideInAPackage(DOMAIN).should().accessField(System.class, "out"));
    }

    @Test
    void packages_need_each_other_in_one_direction_only() {
        holds(slices().matching("io.hubspoke.(**)").should().beFreeOfCycles());
    }

    @Test
    void a_rule_that_is_broken_is_noticed() {
        ArchRule broken = noClasses()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PROTOCOL);
        assertThat(broken.evaluate(ALL).hasViolation()).isTrue();
    }

    private static void holds(ArchRule rule) {
        rule.allowEmptyShould(false).check(ALL);
    }
}
