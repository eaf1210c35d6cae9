package dev.crosspoint.gateway.journal;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.seal.SealedIdentity;
import dev.crosspoint.media.spool.SpoolDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the files of a journal are called: by numbers, which give their order. */
record SegmentFiles(JournalSettings settings) {
    private static final String SEALED = ".journal";
    private static final String KEY = ".key";
    private static final String TEMPORARY = ".tmp";
    private static final String DAMAGED = ".damaged";

    /** Sixteen digits, so that names sort as numbers. */
    private static final String NUMBER = "%016d";

    private static final int DIGITS = 16;

    Path sealed(long segment) {
        return file(segment, SEALED);
    }

    Path key(long segment) {
        return file(segment, KEY);
    }

    /** Whether a file is the key of one. */
    static boolean isKey(Path file) {
        return String.valueOf(file.getFileName()).matches("[0-9]{16}\\.key");
    }

    /** Its name until its header is on the disk. */
    Path temporary(long segment) {
        return file(segment, SEALED + TEMPORARY);
    }

    /** Where a segment goes that is not what was written; nobody deletes it but a person. */
    Path aside(long segment) {
        return file(segment, SEALED + DAMAGED);
    }

    /** Which file it is by its header, whatever its name. */
    SealedIdentity identity(long segment) {
        return new SealedIdentity(
                Artefact.JOURNAL, new RecordingId(resource(segment)), settings.tenant());
    }

    /** What its key is bound to. */
    String resource(long segment) {
        return settings.name() + "-" + NUMBER.formatted(segment);
    }

    /** The segments that are there, in order, and whether each was put aside. */
    SortedMap<Long, Boolean> present(SpoolDisk disk) throws IOException {
        var segments = new TreeMap<Long, Boolean>();
        for (Path file : disk.list(settings.folder())) {
            String name = String.valueOf(file.getFileName());
            if (name.matches("[0-9]{16}\\.journal(\\.damaged)?")) {
                segments.put(Long.parseLong(name.substring(0, DIGITS)), name.endsWith(DAMAGED));
            }
        }
        return segments;
    }

    /** Takes away what a crash left half made: keys of nothing, and what never got its name. */
    void tidy(SpoolDisk disk, SortedMap<Long, Boolean> present) throws IOException {
        for (Path file : disk.list(settings.folder())) {
            String name = String.valueOf(file.getFileName());
            boolean isOrphan =
                    isKey(file) && !present.containsKey(Long.parseLong(name.substring(0, DIGITS)));
            if (isOrphan || name.endsWith(TEMPORARY)) {
                disk.delete(file);
            }
        }
    }

    private Path file(long segment, String ending) {
        return settings.folder().resolve(NUMBER.formatted(segment) + ending);
    }
}
