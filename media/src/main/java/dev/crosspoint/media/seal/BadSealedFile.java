package dev.crosspoint.media.seal;

/** Bytes that are no sealed file, or no longer the one that was sealed. The message holds none. */
public final class BadSealedFile extends Exception {
    /** Instead of a frame's number: it is the header. */
    public static final int HEADER = -1;

    private static final long serialVersionUID = 1L;

    private final int frame;

    private BadSealedFile(int frame, String message) {
        super(message);
        this.frame = frame;
    }

    static BadSealedFile header(String why) {
        return new BadSealedFile(HEADER, "no sealed file: " + why);
    }

    /** It is a sealed file, and not the one that was asked for. */
    public static BadSealedFile isAnother() {
        return new BadSealedFile(HEADER, "another sealed file than its name says");
    }

    static BadSealedFile frame(int frame, String why) {
        return new BadSealedFile(frame, "frame " + frame + " of a sealed file " + why);
    }

    /** The first frame that is not right, from 0, or {@link #HEADER}. */
    public int frame() {
        return frame;
    }
}
