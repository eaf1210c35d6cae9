package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.local.KeystoreSettings;
import dev.crosspoint.gateway.local.LocalKeystore;
import dev.crosspoint.gateway.peer.HeapDump;
import dev.crosspoint.media.seal.SealedHeader;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a dump of the gateway's memory gives away of a recording. */
class KeysInMemoryIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** The keys of a recording while it runs, by the keystore of the gateway. */
    private static final class Keys {
        private final byte[] dataKey;
        private final byte[] fileKey;

        Keys(byte[] dataKey, byte[] fileKey) {
            this.dataKey = dataKey;
            this.fileKey = fileKey;
        }
    }

    @Test
    void holdsNoKeyOfARecordingOnceItIsDelivered(Rig rig, @TempDir Path folder) throws Exception {
        rig.callFromBaresip(Rig.BOTH_RECORDED);
        rig.page().answer();
        rig.page().awaitHears(Rig.CUSTOMER_HZ);
        var carol = Program.signIn(rig, Rig.CAROL);
        var contact = carol.contactOf(Rig.AGENT);
        Soon.until("its recording is known", () -> !carol.recordings(contact).isEmpty());
        var recording = carol.recordings(contact).getFirst().getString("recordingId");
        var keys = keysOf(rig.home(), recording);
        Path during = dump(rig, folder.resolve("during.hprof"));
        rig.page().hangUp();
        rig.customer().await("CALL_CLOSED", LIMIT);
        var _ = carol.awaitErased(contact);
        Path after = dump(rig, folder.resolve("after.hprof"));

        // The search finds what is there.
        assertThat(HeapDump.contains(during, keys.fileKey))
                .as("its file's key while it runs")
                .isTrue();
        assertThat(HeapDump.contains(after, keys.fileKey))
                .as("its file's key afterwards")
                .isFalse();
        assertThat(HeapDump.contains(after, keys.dataKey)).as("its data key afterwards").isFalse();
    }

    private static Keys keysOf(Path home, String recording) throws Exception {
        Path spool = home.resolve("spool").resolve("acme").resolve("test");
        Path tracks = spool.resolve(recording + ".tracks");
        var keystore =
                LocalKeystore.open(
                        new KeystoreSettings(home.resolve("keys"), null, null),
                        InstantSource.system(),
                        _ -> {});
        var disk = new FileDisk();
        var file = KeyFile.read(disk, spool.resolve(recording + ".key"));
        try (var key = keystore.unwrap(file.wrapped(), file.context());
                var source = disk.open(tracks)) {
            var header = SealedHeader.read(source);
            return new Keys(key.bits(), header.deriveFrom(key).getEncoded());
        }
    }

    /** All objects that are alive. */
    private static Path dump(Rig rig, Path file) throws Exception {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process =
                new ProcessBuilder(
                                jcmd,
                                String.valueOf(rig.gateway().pid()),
                                "GC.heap_dump",
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(file).exists();
        return file;
    }
}
