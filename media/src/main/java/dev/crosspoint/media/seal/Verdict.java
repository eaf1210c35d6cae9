package dev.crosspoint.media.seal;

/** What a sealed file is found to be when all of it is read. */
public sealed interface Verdict {

    /** Whole, and as it was sealed. */
    record Sealed(Seal seal) implements Verdict {}

    /**
     * It ends without a seal, as the file of a running recording does, and that of one which a
     * crash ended.
     *
     * @param frames that are whole and can be read
     * @param keepBytes where they end; what comes behind is a torn frame
     */
    record Unsealed(int frames, long keepBytes) implements Verdict {}

    /**
     * Somebody or something changed it.
     *
     * @param frame the first one that is not right, from 0; {@link BadSealedFile#HEADER} when not
     *     even the header is
     */
    record Tampered(int frame) implements Verdict {}

    /**
     * It was sealed once, with more in it.
     *
     * @param frames that are left, each as it was
     */
    record Cut(int frames) implements Verdict {}

    /** Another file stands in its place. */
    record Swapped(SealedIdentity found) implements Verdict {}
}
