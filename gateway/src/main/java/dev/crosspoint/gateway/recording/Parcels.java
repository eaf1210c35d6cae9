package dev.crosspoint.gateway.recording;

import dev.crosspoint.media.delivery.Artefact;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.ObjectName;
import dev.crosspoint.media.delivery.Parcel;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.vault.KeyFailure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A prepared recording as it is sent: the audio last, so that whoever finds it there finds the
 * others beside it.
 */
final class Parcels {
    /** S3's; the place's own rules may be stricter, and replace what they do not like. */
    private static final int MOST_TAG_VALUE = 256;

    private Parcels() {}

    /** Manifest, waveform and audio, in this order. */
    static List<Parcel> of(
            RecordingFiles files,
            Manifest manifest,
            RecordingDescription description,
            TenantRecordings settings,
            int ordinal)
            throws IOException, KeyFailure {
        byte[] document = manifest.document();
        var tags = tags(files, description, settings);
        var name =
                new ObjectName(
                        files.tenant(),
                        description.contact(),
                        Instant.ofEpochMilli(description.startedMs()),
                        ordinal,
                        manifest.sound());
        var context = files.key().context();
        return List.of(
                new Parcel(
                        files.recording(),
                        name.of(Artefact.MANIFEST),
                        context,
                        tags,
                        document.length,
                        HexFormat.of().formatHex(Preparation.sha256().digest(document)),
                        new Source(files, dev.crosspoint.media.seal.Artefact.MANIFEST)),
                new Parcel(
                        files.recording(),
                        name.of(Artefact.PEAKS),
                        context,
                        tags,
                        manifest.peaks().bytes(),
                        manifest.peaks().sha256(),
                        new Source(files, dev.crosspoint.media.seal.Artefact.PEAKS)),
                new Parcel(
                        files.recording(),
                        name,
                        context,
                        tags,
                        manifest.audio().bytes(),
                        manifest.audio().sha256(),
                        new Source(files, dev.crosspoint.media.seal.Artefact.AUDIO)));
    }

    private static SortedMap<String, String> tags(
            RecordingFiles files, RecordingDescription description, TenantRecordings settings) {
        var tags = new TreeMap<String, String>();
        tags.put("account", files.tenant().account());
        tags.put("instance", files.tenant().instance());
        var queue = description.queue();
        if (!queue.isEmpty()) {
            tags.put("queue", queue.substring(0, Math.min(queue.length(), MOST_TAG_VALUE)));
        }
        if (settings.retentionDays() > 0) {
            tags.put("retention", settings.retentionDays() + "d");
        }
        return tags;
    }

    private record Source(RecordingFiles files, dev.crosspoint.media.seal.Artefact artefact)
            implements Parcel.Source {
        @Override
        public InputStream plaintext() throws IOException, KeyFailure {
            try {
                return new PlainStream(files.open(artefact));
            } catch (BadSealedFile e) {
                throw DeliveryFailure.broken(e);
            }
        }

        @Override
        public InputStream sealed() throws IOException {
            return files.sealed(artefact);
        }

        @Override
        public byte[] keyFile() throws IOException {
            try {
                return files.keyBytes();
            } catch (KeyFailure e) {
                throw DeliveryFailure.of(e);
            }
        }
    }
}
