package dev.crosspoint.loadtest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The rules of the picture. */
@AnalyzeClasses(
        packages = "dev.crosspoint.loadtest",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ShapeTest {
    private static final String[] PURE = {
        "dev.crosspoint.loadtest.measure..",
        "dev.crosspoint.loadtest.sip..",
        "dev.crosspoint.loadtest.desk.."
    };

    @ArchTest
    static final ArchRule KEEPS_CLOCKS_THREADS_AND_SOCKETS_OUT_OF_PURE_ROOMS =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.vertx..", "io.netty..", "java.net..", "java.nio.channels..")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule KEEPS_GATLING_TO_ITS_ROOMS =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "dev.crosspoint.loadtest.gatling..",
                            "dev.crosspoint.loadtest.simulation..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.gatling..", "scala..");

    @ArchTest
    static final ArchRule KNOWS_THE_GATEWAY_ONLY_FROM_OUTSIDE =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("dev.crosspoint.gateway..", "dev.crosspoint.signaling..");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("dev.crosspoint.loadtest.(*)..").should().beFreeOfCycles();
}
