package dev.crosspoint.media.delivery;

/** What is delivered of a recording, each as an object of its own. */
public enum Artefact {
    WAV(".wav", "audio/wav"),
    OGG(".ogg", "audio/ogg"),
    /** The waveform. */
    PEAKS(".peaks", "application/octet-stream"),
    MANIFEST(".json", "application/json");

    private final String ending;
    private final String contentType;

    Artefact(String ending, String contentType) {
        this.ending = ending;
        this.contentType = contentType;
    }

    /** How its name ends, with the dot. */
    public String ending() {
        return ending;
    }

    /** Its media type. */
    public String contentType() {
        return contentType;
    }
}
