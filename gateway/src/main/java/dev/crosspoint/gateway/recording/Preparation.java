package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.record.RecordingTooLong;
import dev.crosspoint.media.record.Renderer;
import dev.crosspoint.media.record.Rendering;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.Verdict;
import dev.crosspoint.media.spool.SealedFileWriter;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Makes of the tracks what is delivered: the audio, its waveform, and the manifest that says so.
 * Each is sealed as it is made, and there only when it is whole; the manifest comes last, and where
 * it is there nothing is left to make. Blocks.
 */
final class Preparation {
    private static final int MOST_MANIFEST_BYTES = 4 * 1024 * 1024;

    private final Renderer renderer;
    private final Signer signer;

    Preparation(Renderer renderer, Signer signer) {
        this.renderer = renderer;
        this.signer = signer;
    }

    /**
     * The manifest of a recording, which is prepared when this returns.
     *
     * @param tracks what the tracks were when they were sealed
     * @param recovered whether a crash had cut them off
     * @throws DeliveryFailure {@code BROKEN} when the spool's files are not what they were
     */
    Manifest prepare(RecordingFiles files, Seal tracks, boolean recovered, AudioFormat format)
            throws IOException, KeyFailure {
        try {
            var manifest =
                    files.has(Artefact.MANIFEST)
                            ? manifest(files)
                            : make(files, tracks, recovered, format);
            // Each time it is to be sent: it may have lain here for days, and whoever takes the
            // sealed form does not look into it.
            verify(files, Artefact.AUDIO, manifest.audio().seal());
            verify(files, Artefact.PEAKS, manifest.peaks().seal());
            return manifest;
        } catch (BadSealedFile | SpooledTracks.Damaged | RecordingTooLong e) {
            throw DeliveryFailure.broken(e);
        }
    }

    /** What the recording says of itself. */
    RecordingDescription description(RecordingFiles files) throws IOException, KeyFailure {
        // The key before all else, so that its failure is told as what it is.
        files.key();
        return description(tracks(files));
    }

    private Manifest make(RecordingFiles files, Seal tracks, boolean recovered, AudioFormat format)
            throws IOException, KeyFailure, BadSealedFile, RecordingTooLong {
        verify(files, Artefact.TRACKS, tracks);
        var source = tracks(files);
        var description = description(source);
        Rendering rendering;
        SealedPart audio;
        SealedPart peaks;
        try (var audioFile = new Part(files.create(Artefact.AUDIO));
                var peaksFile = new Part(files.create(Artefact.PEAKS))) {
            rendering = renderer.render(source, format, audioFile::write, peaksFile::write);
            audio = audioFile.seal();
            peaks = peaksFile.seal();
        }
        var manifest =
                Manifest.of(
                        new Manifest.Facts(
                                files.recording(),
                                description,
                                files.key(),
                                recovered,
                                format,
                                rendering,
                                tracks,
                                audio,
                                peaks),
                        signer);
        try (var file = files.create(Artefact.MANIFEST)) {
            byte[] document = manifest.document();
            file.write(document, 0, document.length);
            file.seal();
        }
        return manifest;
    }

    /** So that nothing is made, or sent, of what somebody changed. */
    private static void verify(RecordingFiles files, Artefact artefact, Seal known)
            throws IOException, KeyFailure, BadSealedFile {
        try (var reader = files.open(artefact)) {
            if (!(reader.verify(known) instanceof Verdict.Sealed)) {
                throw new DeliveryFailure(
                        DeliveryFailure.Reason.BROKEN,
                        "the " + artefact.text() + " are not what they were when they were sealed",
                        null);
            }
        }
    }

    private static SpooledTracks tracks(RecordingFiles files) {
        return new SpooledTracks(() -> {
            try {
                return files.open(Artefact.TRACKS);
            } catch (KeyFailure e) {
                throw DeliveryFailure.of(e);
            }
        });
    }

    private static RecordingDescription description(SpooledTracks tracks) throws IOException {
        if (tracks.first() instanceof TrackRecord.Start(_, var text)) {
            try {
                return RecordingDescription.of(text);
            } catch (IllegalArgumentException e) {
                throw DeliveryFailure.broken(e);
            }
        }
        throw new DeliveryFailure(
                DeliveryFailure.Reason.BROKEN, "the tracks do not say what they are", null);
    }

    private static Manifest manifest(RecordingFiles files)
            throws IOException, KeyFailure, BadSealedFile {
        try (var in = new PlainStream(files.open(Artefact.MANIFEST))) {
            return Manifest.read(in.readNBytes(MOST_MANIFEST_BYTES));
        } catch (IllegalArgumentException e) {
            throw DeliveryFailure.broken(e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A file in the making, hashed in clear and sealed as it is written. */
    private static final class Part implements AutoCloseable {
        private final SealedFileWriter file;
        private final MessageDigest digest = sha256();
        private long bytes;

        Part(SealedFileWriter file) {
            this.file = file;
        }

        void write(byte[] from, int offset, int length) throws IOException {
            digest.update(from, offset, length);
            bytes += length;
            file.write(from, offset, length);
        }

        SealedPart seal() throws IOException {
            var hash = HexFormat.of().formatHex(digest.digest());
            return new SealedPart(bytes, hash, file.seal());
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
