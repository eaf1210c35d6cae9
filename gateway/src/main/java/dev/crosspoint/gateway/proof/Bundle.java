package dev.crosspoint.gateway.proof;

import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.spool.SpoolDisk;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * The sealed files of one recording in one place, each with the file that holds its wrapped key.
 *
 * @param files those that are there, or are to be
 */
record Bundle(SpoolDisk disk, Map<Artefact, Place> files) {

    /**
     * Where one of them lies.
     *
     * @param name for people
     */
    record Place(String name, Path sealed, Path key) {}

    Bundle {
        files = new EnumMap<>(files);
    }
}
