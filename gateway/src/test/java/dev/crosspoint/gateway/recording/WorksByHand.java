package dev.crosspoint.gateway.recording;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.Receipt;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.record.Renderer;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.SealedFileWriter;
import dev.crosspoint.media.spool.VirtualSpool;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What becomes of a sealed recording, step by step, without a store and without threads. */
public final class WorksByHand {
    private static final int WAV_HEADER = 44;
    private static final Signer SIGNER = signer();

    private final VirtualSpool spool;
    private final KeyProvider keys;
    private final Tenant tenant;
    private final Path folder;
    private final FolderTarget target;
    private final Preparation preparation;

    /**
     * Works that deliver into a folder.
     *
     * @param keys those of the spool
     */
    public WorksByHand(
            VirtualSpool spool, KeyProvider keys, Codecs codecs, Tenant tenant, Path folder) {
        this.spool = spool;
        this.keys = keys;
        this.tenant = tenant;
        this.folder = folder;
        this.target = new FolderTarget(folder);
        this.preparation = new Preparation(new Renderer(codecs), SIGNER);
    }

    /** Prepares, delivers, confirms and erases a recording, and opens what was delivered. */
    public DeliveredFile deliver(RecordingId recording, Seal seal) throws Exception {
        var files =
                new RecordingFiles(
                        spool.disk(),
                        spool.folder(),
                        spool.keys(),
                        new SecureRandom(),
                        tenant,
                        recording);
        var manifest = preparation.prepare(files, seal, false, AudioFormat.WAV_8_KHZ);
        var about = preparation.description(files);
        int strays = strays(files);
        var settings = new TenantRecordings(tenant, AudioFormat.WAV_8_KHZ, 0, List.of(), target);
        var receipts = new ArrayList<Receipt>();
        for (var parcel : Parcels.of(files, manifest, about, settings, about.segment())) {
            receipts.add(target.deliver(parcel));
        }
        for (var receipt : receipts) {
            target.confirm(receipt);
        }
        files.erase();
        return open(about, manifest, strays, receipts.getLast().location());
    }

    private DeliveredFile open(
            RecordingDescription about, Manifest manifest, int strays, String location)
            throws Exception {
        var file = folder.resolve(location);
        var name = requireNonNull(file.getFileName()).toString();
        var keyFile =
                KeyFile.read(
                        spool.disk(),
                        file.resolveSibling(name.replaceFirst("\\.sealed$", "") + ".key"));
        try (var key = keys.unwrap(keyFile.wrapped(), keyFile.context());
                var reader = SealedFileWriter.open(spool.disk(), file, key)) {
            byte[] wav = new byte[(int) reader.plaintextLength()];
            if (reader.read(0, wav, 0, wav.length) != wav.length) {
                throw new AssertionError("a sealed file that ends early");
            }
            return samples(about, manifest, strays, location, wav);
        }
    }

    private static DeliveredFile samples(
            RecordingDescription about,
            Manifest manifest,
            int strays,
            String location,
            byte[] wav) {
        var pcm = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        if (pcm.getShort(22) != 2 || pcm.getInt(24) != DeliveredFile.RATE_HZ) {
            throw new AssertionError("not two channels at 8 kHz");
        }
        int samples = (wav.length - WAV_HEADER) / 4;
        var left = new short[samples];
        var right = new short[samples];
        pcm.position(WAV_HEADER);
        for (int i = 0; i < samples; i++) {
            left[i] = pcm.getShort();
            right[i] = pcm.getShort();
        }
        return new DeliveredFile(about, location, manifest.concealedMs(), strays, left, right);
    }

    private static int strays(RecordingFiles files) throws Exception {
        var source =
                new SpooledTracks(() -> {
                    try {
                        return files.open(Artefact.TRACKS);
                    } catch (KeyFailure e) {
                        throw DeliveryFailure.of(e);
                    }
                });
        var taken = new HashSet<Integer>();
        boolean paused = false;
        int strays = 0;
        try (var records = source.open()) {
            for (var record = records.next(); record != null; record = records.next()) {
                if (record instanceof TrackRecord.Taken(_, int track, boolean on)) {
                    boolean changes = on ? taken.add(track) : taken.remove(track);
                    strays += changes ? 0 : 1;
                } else if (record instanceof TrackRecord.Paused(_, boolean on)) {
                    paused = on;
                } else if (record instanceof TrackRecord.Audio audio) {
                    strays += paused || !taken.contains(audio.track()) ? 1 : 0;
                } else if (record instanceof TrackRecord.Unspoken key) {
                    strays += paused || !taken.contains(key.track()) ? 1 : 0;
                }
            }
        }
        return strays;
    }

    private static Signer signer() {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return new Signer() {
            @Override
            public byte[] sign(byte[] message) {
                try {
                    var signature = Signature.getInstance("Ed25519");
                    signature.initSign(pair.getPrivate());
                    signature.update(message);
                    return signature.sign();
                } catch (GeneralSecurityException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public String publicKey() {
                return "";
            }
        };
    }
}
