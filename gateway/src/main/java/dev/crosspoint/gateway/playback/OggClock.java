package dev.crosspoint.gateway.playback;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Of Ogg Opus as we write it: pages of a second at most, each with the position of its end (RFC
 * 3533 6, RFC 7845 4). Bytes of a page are heard with the whole page.
 */
final class OggClock implements SoundClock {
    /** RFC 3533 6: the longest page; somewhere in so many bytes one begins. */
    static final int MOST_PAGE = 27 + 255 + 255 * 255;

    private static final byte[] CAPTURE = "OggS".getBytes(US_ASCII);

    /** Of a page's header, up to the end of its granule position. */
    private static final int NEEDED = 14;

    private static final int GRANULES_PER_MS = 48;

    /** A page of ours is a second long at most, and positions count what the codec skips first. */
    private static final long PAGE_MS = 1010;

    private final long durationMs;

    /** What the end of the last bytes was, shorter than a header. */
    private byte[] rest = new byte[0];

    /** End of the page that the next byte is in, unless one begins there; -1 before the first. */
    private long pageEndMs = -1;

    private boolean headersOnly = true;

    OggClock(long durationMs) {
        this.durationMs = durationMs;
    }

    @Override
    public int leadIn() {
        return MOST_PAGE;
    }

    @Override
    public Span pass(long position, byte[] bytes) {
        var joined = new byte[rest.length + bytes.length];
        System.arraycopy(rest, 0, joined, 0, rest.length);
        System.arraycopy(bytes, 0, joined, rest.length, bytes.length);
        // What comes before the next page is of the one that goes on.
        long from = Math.max(0, pageEndMs - PAGE_MS);
        long to = Math.max(0, pageEndMs);
        for (int at = 0; at + NEEDED <= joined.length; at++) {
            if (isPage(joined, at)) {
                long end = granule(joined, at + 6) / GRANULES_PER_MS;
                headersOnly = headersOnly && position == 0 && end == 0;
                to = Math.max(to, end);
                pageEndMs = end;
            }
        }
        rest = tail(joined);
        if (headersOnly && pageEndMs == 0) {
            return Span.NONE;
        }
        // A header may be cut in two: then the next page has begun.
        long until = Math.min(durationMs + 1, to + PAGE_MS);
        return new Span(Math.min(from, until), until);
    }

    private static boolean isPage(byte[] bytes, int at) {
        for (int i = 0; i < CAPTURE.length; i++) {
            if (bytes[at + i] != CAPTURE[i]) {
                return false;
            }
        }
        return bytes[at + 4] == 0 && (bytes[at + 5] & 0xF8) == 0;
    }

    private static long granule(byte[] bytes, int at) {
        long granule = 0;
        for (int i = 7; i >= 0; i--) {
            granule = (granule << 8) | (bytes[at + i] & 0xFF);
        }
        return Math.max(0, granule);
    }

    private static byte[] tail(byte[] bytes) {
        int length = Math.min(NEEDED - 1, bytes.length);
        var tail = new byte[length];
        System.arraycopy(bytes, bytes.length - length, tail, 0, length);
        return tail;
    }
}
