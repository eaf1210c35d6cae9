package dev.crosspoint.media;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.DatagramSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/** The rules of the picture, for media. */
@AnalyzeClasses(
        packages = "dev.crosspoint.media",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ShapeTest {
    private static final String LOOP = "dev.crosspoint.media.loop..";
    private static final String DTLS = "dev.crosspoint.media.dtls..";

    /** The shell of recordings: files, and the threads that write them. */
    private static final String SPOOL = "dev.crosspoint.media.spool..";

    @ArchTest
    static final ArchRule KNOWS_NOBODY =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.crosspoint.gateway..",
                            "dev.crosspoint.signaling..",
                            "dev.crosspoint.loadtest..");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("dev.crosspoint.media.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule KEEPS_NETTY_AND_VERTX_IN_THE_SHELL =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(LOOP, SPOOL)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.netty..", "io.vertx..");

    /** A key file is JSON; a JSON parser of our own would be a second one to trust. */
    @ArchTest
    static final ArchRule TAKES_ONLY_JSON_INTO_THE_SPOOL =
            noClasses()
                    .that()
                    .resideInAPackage(SPOOL)
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("io.netty..", "io.vertx..")
                                    .and(not(resideInAPackage("io.vertx.core.json.."))));

    @ArchTest
    static final ArchRule KEEPS_BOUNCY_CASTLE_IN_DTLS =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(DTLS)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule KEEPS_FOREIGN_FUNCTIONS_IN_CODEC_SRTP_AND_THE_SHELL =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "dev.crosspoint.media.foreign..",
                            "dev.crosspoint.media.codec..",
                            "dev.crosspoint.media.srtp..",
                            LOOP)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule KEEPS_CLOCKS_AND_THREADS_OUT_OF_PURE_ROOMS =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(LOOP, DTLS, SPOOL, "dev.crosspoint.media.codec..")
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .dependOnClassesThat()
                    .belongToAnyOf(Thread.class, Clock.class, DatagramSocket.class, Socket.class)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.nio.channels..")
                    .orShould()
                    .dependOnClassesThat(
                            resideInAPackage("java.util.concurrent..")
                                    .and(not(type(TimeUnit.class))));

    @ArchTest
    static final ArchRule KEEPS_FILES_OUT_OF_PURE_ROOMS =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            LOOP,
                            SPOOL,
                            "dev.crosspoint.media.codec..",
                            "dev.crosspoint.media.api..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.nio.file..");

    @ArchTest
    static void everyRoomSaysWhatItOwns(JavaClasses classes) {
        // A room without @NullMarked would escape the null checks of the build.
        classes.stream()
                .map(c -> c.getPackage())
                .distinct()
                .forEach(room -> {
                    if (room.tryGetAnnotationOfType(NullMarked.class).isEmpty()) {
                        throw new AssertionError(
                                room.getName() + " has no package-info with @NullMarked");
                    }
                });
    }
}
