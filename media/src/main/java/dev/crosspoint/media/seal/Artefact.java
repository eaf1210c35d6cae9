package dev.crosspoint.media.seal;

/** What a sealed file holds. Each has a key of its own. */
public enum Artefact {
    /** Track records as they were taken; frames of any size. */
    TRACKS(1, "tracks"),
    /** The rendered audio file; frames of one size. */
    AUDIO(2, "audio"),
    /** Its waveform; frames of one size. */
    PEAKS(3, "peaks"),
    /** What the recording is, signed; frames of one size. */
    MANIFEST(4, "manifest"),
    /**
     * Entries that wait for a database, and of no recording: the header has the journal's name and
     * the file's number instead. Frames of any size.
     */
    JOURNAL(5, "journal");

    private final int code;
    private final String text;

    Artefact(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** As the header has it, 1 to 255. */
    int code() {
        return code;
    }

    /** In words: in the derivation of its key, and as the ending of its file's name. */
    public String text() {
        return text;
    }

    static Artefact of(int code) throws BadSealedFile {
        for (Artefact artefact : values()) {
            if (artefact.code == code) {
                return artefact;
            }
        }
        throw BadSealedFile.header("no artefact has the number " + code);
    }
}
