package dev.crosspoint.gateway.playback;

import dev.crosspoint.media.record.WavFile;

/** Of PCM: by division. */
final class WavClock implements SoundClock {
    private final long bytesPerSecond;
    private final long durationMs;

    WavClock(int rateHz, long durationMs) {
        this.bytesPerSecond = (long) rateHz * WavFile.FRAME_BYTES;
        this.durationMs = durationMs;
    }

    @Override
    public int leadIn() {
        return 0;
    }

    @Override
    public Span pass(long position, byte[] bytes) {
        long from = Math.max(0, position - WavFile.HEADER_BYTES);
        long to = Math.max(0, position + bytes.length - WavFile.HEADER_BYTES);
        long fromMs = Math.min(durationMs, from * 1000 / bytesPerSecond);
        // Behind the last whole millisecond there may be a rest, which is heard too.
        long toMs = Math.min(durationMs + 1, Math.ceilDiv(to * 1000, bytesPerSecond));
        return from == to || toMs <= fromMs ? Span.NONE : new Span(fromMs, toMs);
    }
}
