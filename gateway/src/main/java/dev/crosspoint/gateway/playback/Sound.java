package dev.crosspoint.gateway.playback;

/** A file of a recording in the clear, wherever it lies. Blocks; not for two threads at once. */
interface Sound extends AutoCloseable {
    /** Most that is read at once: what a frame of a sealed file holds. */
    int MOST = 64 * 1024;

    /** How long it is, bytes. */
    long length();

    /**
     * Some of it.
     *
     * @param position of the first byte, before the end
     * @param wanted how much whoever asks will want from there on, at least 1
     * @return at least one byte, and {@link #MOST} at most
     */
    byte[] read(long position, long wanted) throws CannotPlay, InterruptedException;

    @Override
    void close();
}
