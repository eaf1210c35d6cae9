package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.contact.Sides;
import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.record.Payload;
import dev.crosspoint.media.record.Renderer;
import dev.crosspoint.media.record.TrackFormat;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.record.TrackSource;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.SealedHeader;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.seal.SealedWriter;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import dev.crosspoint.media.spool.SpoolFolder;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyProvider;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A recording as the spool leaves it, of noise that nobody else has. */
public final class Spooled {
    private static final int FRAME = 160;
    private static final int PACKETS_PER_FRAME = 18;

    private final Tenant tenant;
    private final RecordingId id;
    private final RecordingDescription description;
    private final List<TrackRecord> records = new ArrayList<>();
    private @Nullable Seal seal;

    /**
     * Nothing on a disk yet.
     *
     * @param packets of 20 ms
     * @param seed of the noise
     */
    public Spooled(
            Tenant tenant, String contact, int segment, Instant started, int packets, long seed) {
        this.tenant = tenant;
        this.id = new RecordingId(UUID.randomUUID().toString());
        this.description =
                new RecordingDescription(
                        contact,
                        contact,
                        "alice",
                        "service",
                        segment,
                        Sides.BOTH,
                        started.toEpochMilli());
        records.add(new TrackRecord.Start(0, description.text()));
        records.add(new TrackRecord.Track(0, 1, Channel.LEFT, new LegId("leg"), "customer"));
        records.add(new TrackRecord.Taken(0, 1, true));
        var random = new Random(seed);
        for (int i = 0; i < packets; i++) {
            byte[] noise = new byte[FRAME];
            random.nextBytes(noise);
            long micros = 20_000L * (i + 1);
            records.add(
                    new TrackRecord.Audio(
                            micros,
                            1,
                            Codec.PCMU,
                            i,
                            FRAME * i,
                            Payload.of(noise, 0, noise.length)));
        }
        records.add(new TrackRecord.Stop(durationMicros()));
    }

    /** The same, of which nothing had come to the disk but its beginning. */
    Spooled withoutRecords() {
        records.clear();
        return this;
    }

    public RecordingId id() {
        return id;
    }

    Tenant tenant() {
        return tenant;
    }

    public String description() {
        return description.text();
    }

    public String contact() {
        return description.contact();
    }

    public Seal seal() {
        if (seal == null) {
            throw new IllegalStateException("not sealed");
        }
        return seal;
    }

    public long durationMicros() {
        return records.getLast().micros();
    }

    /** Writes key and tracks, whole and sealed. */
    public Spooled write(SpoolFolder folder, KeyProvider keys) throws Exception {
        return write(folder, keys, true);
    }

    /** Writes key and tracks, and dies before it is stopped; what recovery will seal is known. */
    public Spooled writeUnsealed(SpoolFolder folder, KeyProvider keys) throws Exception {
        records.removeIf(TrackRecord.Stop.class::isInstance);
        return write(folder, keys, false);
    }

    private Spooled write(SpoolFolder folder, KeyProvider keys, boolean whole) throws Exception {
        var disk = new FileDisk();
        disk.makeFolder(folder.of(tenant));
        var context =
                new EncryptionContext(tenant, Purpose.RECORDING, UUID.randomUUID().toString());
        try (var key = keys.generate(context)) {
            new KeyFile(key.wrapped(), context).write(disk, folder.key(tenant, id));
            var header = SealedHeader.fresh(Artefact.TRACKS, 0, id, context, new SecureRandom());
            var file = folder.file(new SealedIdentity(Artefact.TRACKS, id, tenant));
            try (var appender = disk.create(file);
                    var writer =
                            SealedWriter.begin(header, header.deriveFrom(key.key()), appender)) {
                for (int at = 0; at < records.size(); at += PACKETS_PER_FRAME) {
                    int end = Math.min(records.size(), at + PACKETS_PER_FRAME);
                    byte[] frame = bytes(records.subList(at, end));
                    writer.frame(frame, 0, frame.length);
                }
                if (whole) {
                    seal = writer.seal();
                }
            }
        }
        return this;
    }

    private static byte[] bytes(List<TrackRecord> records) {
        var bytes = new ByteArrayOutputStream();
        records.forEach(record -> bytes.writeBytes(TrackFormat.bytes(record)));
        return bytes.toByteArray();
    }

    /** SHA-256 of what is to be delivered, made without the spool. */
    public String sha256(Renderer renderer) throws Exception {
        var digest = Preparation.sha256();
        renderer.render(source(), AudioFormat.WAV_8_KHZ, digest::update, (_, _, _) -> {});
        return HexFormat.of().formatHex(digest.digest());
    }

    private TrackSource source() {
        return () -> {
            Iterator<TrackRecord> left = records.iterator();
            return new TrackSource.Cursor() {
                @Override
                public @Nullable TrackRecord next() {
                    return left.hasNext() ? left.next() : null;
                }

                @Override
                public void close() {}
            };
        };
    }
}
