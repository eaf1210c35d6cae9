package dev.crosspoint.signaling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the picture, for signalling. */
@AnalyzeClasses(
        packages = "dev.crosspoint.signaling",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ShapeTest {

    @ArchTest
    static final ArchRule KNOWS_NOBODY =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.crosspoint.gateway..",
                            "dev.crosspoint.media..",
                            "dev.crosspoint.loadtest..");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("dev.crosspoint.signaling.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule KEEPS_JAIN_SIP_IN_ONE_ROOM =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.crosspoint.signaling.sip..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("javax.sip..", "gov.nist..");

    @ArchTest
    static final ArchRule KEEPS_NETTY_AT_THE_UPGRADE_GATE_AND_IN_THE_WARM_UP =
            noClasses()
                    .that()
                    .doNotHaveSimpleName("UpgradeGate")
                    .and()
                    .doNotHaveSimpleName("TlsWarmUp")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.netty..");
}
