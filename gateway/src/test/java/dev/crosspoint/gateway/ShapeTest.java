package dev.crosspoint.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The rules of the picture, for the assembly; media and signalling hold their own. */
@AnalyzeClasses(
        packages = "dev.crosspoint.gateway",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ShapeTest {
    private static final String GATEWAY = "dev.crosspoint.gateway..";

    @ArchTest
    static final ArchRule SPEAKS_TO_MEDIA_IN_ITS_WORDS =
            noClasses()
                    .that()
                    .resideInAPackage(GATEWAY)
                    .and()
                    .resideOutsideOfPackage("dev.crosspoint.gateway.meters..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.crosspoint.media.call..",
                            "dev.crosspoint.media.rtp..",
                            "dev.crosspoint.media.srtp..",
                            "dev.crosspoint.media.ice..",
                            "dev.crosspoint.media.dtls..",
                            "dev.crosspoint.media.jitter..",
                            "dev.crosspoint.media.codec..");

    @ArchTest
    static final ArchRule LEAVES_SIP_AND_SOCKETS_TO_THEIR_ROOMS =
            noClasses()
                    .that()
                    .resideInAPackage(GATEWAY)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("javax.sip..", "gov.nist..", "io.netty..");

    @ArchTest
    static final ArchRule KEEPS_BOUNCY_CASTLE_TO_CERTIFICATES =
            noClasses()
                    .that()
                    .resideInAPackage(GATEWAY)
                    .and()
                    .resideOutsideOfPackage("dev.crosspoint.gateway.tls..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule KEEPS_AWS_TO_ITS_ROOM =
            noClasses()
                    .that()
                    .resideInAPackage(GATEWAY)
                    .and()
                    .resideOutsideOfPackage("dev.crosspoint.gateway.aws..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule KEEPS_DECISIONS_PURE =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.crosspoint.gateway.routing..",
                            "dev.crosspoint.gateway.contact..",
                            "dev.crosspoint.gateway.doctor..",
                            "dev.crosspoint.gateway.input..",
                            "dev.crosspoint.gateway.fraud..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.vertx..")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule KEEPS_SQL_TO_THE_STORE =
            noClasses()
                    .that()
                    .resideInAPackage(GATEWAY)
                    .and()
                    .resideOutsideOfPackage("dev.crosspoint.gateway.store..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..",
                            "javax.sql..",
                            "io.vertx.sqlclient..",
                            "io.vertx.pgclient..",
                            "org.postgresql..",
                            "org.flywaydb..");
}
