package dev.crosspoint.media.spool;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.record.TrackFormat;
import dev.crosspoint.media.record.TrackFormat.BadRecord;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.BadSealedFile;
import dev.crosspoint.media.seal.ByteSource;
import dev.crosspoint.media.seal.Seal;
import dev.crosspoint.media.seal.SealedHeader;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.seal.SealedWriter;
import dev.crosspoint.media.seal.Verdict;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Puts a spool in order that a crash left behind, before a new one is started on it: what was cut
 * off is sealed, never added to; what was changed is reported and left as it is; what was never
 * finished is cleaned away. May itself be killed at any moment and begun anew.
 */
public final class SpoolRecovery {
    private final SpoolFolder folder;
    private final SpoolDisk disk;
    private final KeyProvider keys;

    /** What became of a recording. */
    public sealed interface Outcome {
        /** Its file of tracks. */
        Path tracks();

        /**
         * It is sealed now, or was already.
         *
         * @param droppedBytes of a torn frame at its end
         * @param durationMicros media time of its last record
         * @param cutOff whether its end is missing. Whether it was sealed already does not tell:
         *     recovery may have been killed after it had sealed what a crash cut off
         */
        record Sealed(
                Path tracks,
                Tenant tenant,
                RecordingId recording,
                Seal seal,
                long droppedBytes,
                long durationMicros,
                boolean cutOff)
                implements Outcome {}

        /**
         * Somebody or something changed it, or its key file. Nothing was done to it.
         *
         * @param frame as {@link Verdict.Tampered} has it
         */
        record Tampered(Path tracks, int frame) implements Outcome {}

        /** The key service does not open its key now. To be tried again later. */
        record Later(Path tracks, SealedIdentity identity, KeyFailure.Reason reason)
                implements Outcome {}

        /** The disk refused. To be tried again later. */
        record Unreadable(Path tracks) implements Outcome {}
    }

    public SpoolRecovery(SpoolFolder folder, SpoolDisk disk, KeyProvider keys) {
        this.folder = folder;
        this.disk = disk;
        this.keys = keys;
    }

    /**
     * Looks at all there is. Blocks, for the disk and for the key service: on a virtual thread,
     * while no {@link Spool} runs here.
     *
     * @param isKnown recordings whose seal is stored already; they are not looked at
     * @throws IOException when folders cannot be listed
     */
    public List<Outcome> recover(Predicate<SealedIdentity> isKnown) throws IOException {
        var outcomes = new ArrayList<Outcome>();
        for (Path account : disk.list(folder.root())) {
            for (Path instance : disk.list(account)) {
                clean(instance);
                for (Path file : disk.list(instance)) {
                    if (file.toString().endsWith("." + Artefact.TRACKS.text())) {
                        recover(file, isKnown, outcomes);
                    }
                }
            }
        }
        return outcomes;
    }

    /** One that had to wait, again. As {@link #recover(Predicate)}. */
    public Outcome retry(Path tracks) {
        try {
            return recover(tracks, header(tracks));
        } catch (BadSealedFile e) {
            return new Outcome.Tampered(tracks, e.frame());
        } catch (IOException e) {
            return new Outcome.Unreadable(tracks);
        }
    }

    // ---- details

    private void recover(Path file, Predicate<SealedIdentity> isKnown, List<Outcome> outcomes) {
        try {
            SealedHeader header = header(file);
            if (!isKnown.test(header.identity())) {
                outcomes.add(recover(file, header));
            }
        } catch (BadSealedFile e) {
            outcomes.add(new Outcome.Tampered(file, e.frame()));
        } catch (IOException e) {
            outcomes.add(new Outcome.Unreadable(file));
        }
    }

    private SealedHeader header(Path file) throws BadSealedFile, IOException {
        try (ByteSource source = disk.open(file)) {
            return SealedHeader.read(source);
        }
    }

    private Outcome recover(Path file, SealedHeader header) throws IOException {
        SealedIdentity identity = header.identity();
        Path keyFile = folder.key(identity.tenant(), identity.recording());
        boolean isInItsPlace =
                identity.artefact() == Artefact.TRACKS && folder.file(identity).equals(file);
        if (!isInItsPlace || !disk.list(folder.of(identity.tenant())).contains(keyFile)) {
            return new Outcome.Tampered(file, BadSealedFile.HEADER);
        }
        try {
            KeyFile key = KeyFile.read(disk, keyFile);
            if (!key.context().equals(header.context())) {
                return new Outcome.Tampered(file, BadSealedFile.HEADER);
            }
            try (DataKey dataKey = keys.unwrap(key.wrapped(), key.context())) {
                return judge(file, header, dataKey);
            }
        } catch (KeyFailure e) {
            return switch (e.reason()) {
                case INVALID -> new Outcome.Tampered(file, BadSealedFile.HEADER);
                case DENIED, UNAVAILABLE -> new Outcome.Later(file, identity, e.reason());
            };
        }
    }

    private Outcome judge(Path file, SealedHeader header, DataKey dataKey) throws IOException {
        Verdict verdict;
        long size;
        var end = End.OF_NOTHING;
        try (var reader = SealedFileWriter.open(disk, file, dataKey)) {
            verdict = reader.verify();
            size = reader.size();
            int frames =
                    switch (verdict) {
                        case Verdict.Sealed(Seal seal) -> seal.frames();
                        case Verdict.Unsealed(int whole, long _) -> whole;
                        case Verdict.Tampered _, Verdict.Cut _, Verdict.Swapped _ -> 0;
                    };
            if (frames > 0) {
                end = End.of(reader.readFrame(frames - 1));
            }
        } catch (BadSealedFile e) {
            return new Outcome.Tampered(file, e.frame());
        }
        SealedIdentity who = header.identity();
        return switch (verdict) {
            case Verdict.Sealed(Seal seal) -> sealed(file, who, seal, 0, end);
            case Verdict.Unsealed unsealed -> {
                Seal seal = seal(file, header, dataKey, unsealed);
                yield sealed(file, who, seal, size - unsealed.keepBytes(), end);
            }
            case Verdict.Tampered(int frame) -> new Outcome.Tampered(file, frame);
            case Verdict.Cut(int frames) -> new Outcome.Tampered(file, frames);
            case Verdict.Swapped _ -> new Outcome.Tampered(file, BadSealedFile.HEADER);
        };
    }

    private static Outcome sealed(Path file, SealedIdentity who, Seal seal, long dropped, End end) {
        return new Outcome.Sealed(
                file, who.tenant(), who.recording(), seal, dropped, end.micros(), !end.isInOrder());
    }

    /**
     * Drops the torn end and appends the seal. Whenever this is killed, the file is one without a
     * seal that ends in nothing, or in a torn seal; and the seal is the same each time.
     */
    private Seal seal(Path file, SealedHeader header, DataKey dataKey, Verdict.Unsealed found)
            throws IOException {
        try (SpoolDisk.Appender appender = disk.reopen(file, found.keepBytes())) {
            appender.force();
            Seal seal = SealedWriter.sealAfter(header, header.deriveFrom(dataKey), found, appender);
            appender.force();
            return seal;
        }
    }

    /**
     * How a recording ends.
     *
     * @param micros media time of its last record
     * @param isInOrder whether whoever recorded it had stopped
     */
    private record End(long micros, boolean isInOrder) {
        static final End OF_NOTHING = new End(0, false);

        /** By its last frame, or what of that are records. */
        static End of(byte[] frame) {
            var end = OF_NOTHING;
            try {
                for (int at = 0; at < frame.length; ) {
                    int length = TrackFormat.lengthAt(frame, at, frame.length);
                    long micros = Math.max(end.micros(), TrackFormat.microsAt(frame, at));
                    boolean stops = TrackFormat.read(frame, at, length) instanceof TrackRecord.Stop;
                    end = new End(micros, stops);
                    at += length;
                }
            } catch (BadRecord e) {
                return end;
            }
            return end;
        }
    }

    /** Takes away what never got its name, and keys of recordings that have no file. */
    private void clean(Path instance) throws IOException {
        List<Path> files = disk.list(instance);
        Set<String> sealed =
                files.stream()
                        .filter(SpoolRecovery::isSealedFile)
                        .map(SpoolRecovery::recordingOf)
                        .collect(Collectors.toSet());
        for (Path file : files) {
            String name = file.toString();
            boolean isOrphan =
                    name.endsWith(SpoolFolder.KEY) && !sealed.contains(recordingOf(file));
            if (name.endsWith(SpoolFolder.TEMPORARY) || isOrphan) {
                disk.delete(file);
            }
        }
    }

    private static boolean isSealedFile(Path file) {
        for (Artefact artefact : Artefact.values()) {
            if (file.toString().endsWith("." + artefact.text())) {
                return true;
            }
        }
        return false;
    }

    private static String recordingOf(Path file) {
        String name = file.toString();
        return name.substring(0, name.lastIndexOf('.'));
    }
}
