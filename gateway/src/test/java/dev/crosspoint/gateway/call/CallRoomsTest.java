package dev.crosspoint.gateway.call;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The shape of calls, switchboard, flows, routing and contacts: pure inside, thin outside. */
@AnalyzeClasses(
        packages = "dev.crosspoint.gateway",
        importOptions = ImportOption.DoNotIncludeTests.class)
class CallRoomsTest {

    @ArchTest
    static final ArchRule onlyTheShellOfCallControlKnowsVertx =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..call..",
                            "..switchboard..",
                            "..flow..",
                            "..routing..",
                            "..contact..",
                            "..bookkeeping..",
                            "..fraud..")
                    .and()
                    .doNotHaveSimpleName("CallVerticle")
                    .and()
                    .doNotHaveSimpleName("DemoCaller")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.vertx..");

    @ArchTest
    static final ArchRule onlyShellsTouchFilesProcessesThreadsAndClocks =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..call..",
                            "..switchboard..",
                            "..flow..",
                            "..routing..",
                            "..contact..",
                            "..bookkeeping..",
                            "..fraud..")
                    .and()
                    .doNotHaveSimpleName("CallVerticle")
                    .and()
                    .doNotHaveSimpleName("FlowFolder")
                    .and()
                    .doNotHaveSimpleName("SpeechCommand")
                    .and()
                    .doNotHaveSimpleName("DemoFlows")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.nio.file.Files")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.lang.ProcessBuilder")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.lang.Thread")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule aCallKnowsNobodyWhoHoldsIt =
            noClasses()
                    .that()
                    .resideInAPackage("dev.crosspoint.gateway.call..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.crosspoint.gateway.switchboard..",
                            "dev.crosspoint.gateway.control..",
                            "dev.crosspoint.gateway.demo..",
                            "dev.crosspoint.gateway.http..");

    @ArchTest
    static final ArchRule roomsDoNotGoInCircles =
            slices().matching(
                            "dev.crosspoint.gateway.(access|audit|bookkeeping|call|control|flow|routing|contact|fraud|history|http|switchboard|webhook)..")
                    .should()
                    .beFreeOfCycles();

    @ArchTest
    static final ArchRule flowsAndRoutingKnowNoCalls =
            noClasses()
                    .that()
                    .resideInAnyPackage("..flow..", "..routing..", "..contact..", "..fraud..")
                    .and()
                    // What a store has to do, which fails as stores and their keys do.
                    .doNotHaveSimpleName("ContactRecords")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("..call..", "..switchboard..", "dev.crosspoint.media..");
}
