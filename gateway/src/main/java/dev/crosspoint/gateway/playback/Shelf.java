package dev.crosspoint.gateway.playback;

import dev.crosspoint.gateway.http.Problem;
import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.recording.Receipts;
import dev.crosspoint.gateway.recording.TenantRecordings;
import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingStore;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.delivery.DeliveryTarget;
import dev.crosspoint.media.delivery.Receipt;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.seal.SealedReader;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.spool.SealedFileWriter;
import dev.crosspoint.media.spool.SpoolDisk;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Where the files of a recording are now: in the spool, in a folder, in a bucket. Blocks. */
final class Shelf {
    /** Longer than the store itself waits for anything. */
    private static final int ANSWER_SECONDS = 90;

    /** Longest manifest or wave form that is read: four days of talk. */
    private static final long MOST_SMALL_BYTES = 32 * 1024 * 1024;

    private final RecordingStore store;
    private final Map<Tenant, TenantRecordings> tenants = new HashMap<>();
    private final SpoolDisk disk;
    private final SpoolFolder folder;
    private final OpenedKeys keys;
    private final LongSupplier nanoClock;

    /**
     * @param settings of every tenant
     * @param nanoClock monotonic, ns
     */
    Shelf(
            RecordingStore store,
            List<TenantRecordings> settings,
            SpoolDisk disk,
            SpoolFolder folder,
            OpenedKeys keys,
            LongSupplier nanoClock) {
        this.store = store;
        settings.forEach(each -> {
            var of = each.tenant();
            tenants.put(new Tenant(of.account(), of.instance()), each);
        });
        this.disk = disk;
        this.folder = folder;
        this.keys = keys;
        this.nanoClock = nanoClock;
    }

    /** What is known of a recording. */
    Recording find(Tenant tenant, RecordingId id) throws CannotPlay, InterruptedException {
        return await(store.find(tenant, id)).orElseThrow(CannotPlay::notThere);
    }

    /** One that is there and rendered. */
    static Recording.Audio rendered(Recording row) throws CannotPlay {
        var audio = row.audio();
        if (row.deleted() != null) {
            throw new CannotPlay(Problem.RECORDING_GONE, "it was deleted");
        }
        if (audio != null) {
            return audio;
        }
        throw switch (row.state()) {
            case OPEN ->
                    new CannotPlay(
                            Problem.NOT_RENDERED, "it is still being recorded; try again later");
            case FAILED ->
                    new CannotPlay(
                            Problem.NOT_RENDERED,
                            "it was given up before it could be prepared; its reason says why, and"
                                    + " it can be delivered anew");
            default ->
                    new CannotPlay(
                            Problem.NOT_RENDERED, "it is being prepared; try again in a moment");
        };
    }

    /** Its sound, which may go its way while it is read. */
    Sound sound(Tenant tenant, Recording row) throws CannotPlay, InterruptedException {
        return sound(tenant, row, Artefact.AUDIO, rendered(row).bytes());
    }

    /** Its manifest, or its wave form: as a whole, in memory. */
    byte[] small(Tenant tenant, Recording row, Artefact artefact)
            throws CannotPlay, InterruptedException {
        rendered(row);
        try (var sound = sound(tenant, row, artefact, -1)) {
            var bytes = new ByteArrayOutputStream();
            if (sound.length() > MOST_SMALL_BYTES) {
                throw CannotPlay.damaged(null);
            }
            while (bytes.size() < sound.length()) {
                bytes.writeBytes(sound.read(bytes.size(), sound.length() - bytes.size()));
            }
            return bytes.toByteArray();
        }
    }

    // ---- places

    /**
     * @param length of it in the clear; negative when only its file says
     */
    private Sound sound(Tenant tenant, Recording row, Artefact artefact, long length)
            throws CannotPlay, InterruptedException {
        if (row.delivered() != null) {
            return open(tenant, row, artefact, length);
        }
        MovingSound.Finder finder =
                () -> {
                    var now = find(tenant, row.id());
                    rendered(now);
                    return open(tenant, now, artefact, length);
                };
        try {
            return new MovingSound(open(tenant, row, artefact, length), finder);
        } catch (CannotPlay e) {
            if (e.problem() != Problem.RECORDING_GONE) {
                throw e;
            }
            return finder.find(); // It has gone its way since the row was read.
        }
    }

    private Sound open(Tenant tenant, Recording row, Artefact artefact, long length)
            throws CannotPlay {
        var identity = new SealedIdentity(artefact, row.id(), media(tenant));
        try {
            if (row.delivered() == null) {
                return sealed(
                        () ->
                                sealed(
                                        folder.file(identity),
                                        folder.key(identity.tenant(), identity.recording()),
                                        identity),
                        length);
            }
            var receipt = receipt(row, artefact);
            var target = place(tenant, receipt);
            return target instanceof FolderTarget place
                    ? sealed(
                            () ->
                                    sealed(
                                            place.sealedFile(receipt.location()),
                                            place.wrappedKeyFile(receipt.location()),
                                            identity),
                            length)
                    : new BucketSound(target, receipt);
        } catch (IOException | KeyFailure | BadSealedFile e) {
            throw CannotPlay.of(e);
        }
    }

    private Sound sealed(SealedSound.Opener opener, long length)
            throws IOException, KeyFailure, BadSealedFile, CannotPlay {
        if (length >= 0) {
            return SealedSound.open(opener, length, nanoClock);
        }
        try (var reader = opener.open()) {
            return SealedSound.open(opener, reader.plaintextLength(), nanoClock);
        }
    }

    private SealedReader sealed(Path file, Path keyFile, SealedIdentity identity)
            throws IOException, KeyFailure, BadSealedFile {
        if (!Files.exists(keyFile)) {
            throw new NoSuchFileException(String.valueOf(keyFile.getFileName()));
        }
        SealedReader reader;
        try (var key = keys.open(KeyFile.read(disk, keyFile))) {
            reader = SealedFileWriter.open(disk, file, key);
        }
        if (!reader.header().identity().equals(identity)) {
            reader.close();
            throw BadSealedFile.isAnother();
        }
        return reader;
    }

    /** In the order in which they are sent: manifest, wave form, sound. */
    private static Receipt receipt(Recording row, Artefact artefact) throws CannotPlay {
        var receipts = Receipts.of(row);
        int at = artefact == Artefact.MANIFEST ? 0 : artefact == Artefact.PEAKS ? 1 : 2;
        if (receipts.size() <= at) {
            throw CannotPlay.damaged(null);
        }
        return receipts.get(at);
    }

    /** The place that has it; places may have been taken out of the configuration since. */
    DeliveryTarget place(Tenant tenant, Receipt receipt) throws CannotPlay {
        var settings = tenants.get(tenant);
        if (settings == null) {
            throw CannotPlay.notThere();
        }
        return settings.targets().stream()
                .filter(target -> target.holds(receipt))
                .findFirst()
                .orElseThrow(() ->
                        new CannotPlay(
                                Problem.RECORDING_GONE,
                                "it does not lie where it was delivered, or that place is not in"
                                        + " the configuration any more"));
    }

    /** Whether it is sure that nothing of it is left in a folder of ours. */
    boolean isGone(Tenant tenant, Receipt receipt) {
        var settings = tenants.get(tenant);
        return receipt.sealed()
                && settings != null
                && settings.folders().stream().anyMatch(place -> place.lacks(receipt.location()));
    }

    private static dev.crosspoint.media.api.Tenant media(Tenant tenant) {
        return new dev.crosspoint.media.api.Tenant(tenant.account(), tenant.instance());
    }

    /** What the store answers. */
    static <T> T await(Future<T> answer) throws CannotPlay, InterruptedException {
        try {
            return answer.await(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if (e instanceof StoreUnavailable || e instanceof TimeoutException) {
                throw new CannotPlay(Problem.NOT_READY, "the database does not answer; try again");
            }
            throw CannotPlay.of(e);
        }
    }
}
