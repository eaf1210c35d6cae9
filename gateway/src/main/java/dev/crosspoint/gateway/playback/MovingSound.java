package dev.crosspoint.gateway.playback;

import dev.crosspoint.gateway.http.Problem;

/**
 * The sound of a recording that may go its way while somebody listens, from the spool to its place:
 * what was begun with the one is continued with the other, because the bytes are the same.
 */
final class MovingSound implements Sound {
    private final Finder finder;
    private Sound here;

    /** Finds where it is by now. */
    interface Finder {
        Sound find() throws CannotPlay, InterruptedException;
    }

    /**
     * @param here where it was just now
     */
    MovingSound(Sound here, Finder finder) {
        this.here = here;
        this.finder = finder;
    }

    @Override
    public long length() {
        return here.length();
    }

    @Override
    public byte[] read(long position, long wanted) throws CannotPlay, InterruptedException {
        try {
            return here.read(position, wanted);
        } catch (CannotPlay e) {
            if (e.problem() != Problem.RECORDING_GONE) {
                throw e;
            }
            here.close();
            here = finder.find();
            return here.read(position, wanted);
        }
    }

    @Override
    public void close() {
        here.close();
    }
}
