package dev.crosspoint.signaling.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The shape of this room: a thin shell around pure sessions, and Netty at the gate only. */
@AnalyzeClasses(
        packages = "dev.crosspoint.signaling.agent",
        importOptions = DoNotIncludeTests.class)
class AgentRoomTest {

    private static final Class<?>[] SHELL = {
        AgentVerticle.class,
        AgentDesk.class,
        DirectDesk.class,
        AgentSocket.class,
        SessionHost.class,
        EventFeed.class,
        Alarm.class,
        Shell.class,
        UpgradeGate.class,
        Connections.class,
        Pages.class
    };

    @ArchTest
    static final ArchRule nettyIsAtTheGateOnly =
            noClasses()
                    .that(not(belongToAnyOf(UpgradeGate.class)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule sessionsArePure =
            noClasses()
                    .that(not(belongToAnyOf(SHELL)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.vertx..",
                            "java.util.concurrent..",
                            "java.io.file..",
                            "java.time..");

    @ArchTest
    static final ArchRule sessionsAreToldTheTime =
            noClasses()
                    .that(not(belongToAnyOf(SHELL)))
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule knowsTheVocabularyAndNobodyElse =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.crosspoint.signaling.agent..",
                            "dev.crosspoint.signaling.api..",
                            "dev.crosspoint.signaling.client..",
                            "dev.crosspoint.signaling.json..",
                            "java..",
                            "javax.net.ssl..",
                            "io.vertx.core..",
                            "io.netty..",
                            "com.fasterxml.jackson..",
                            "org.slf4j..",
                            "org.jspecify..");
}
