package dev.crosspoint.gateway.playback;

import dev.crosspoint.gateway.http.Problem;
import dev.crosspoint.gateway.playback.Outflow.Left;
import dev.crosspoint.gateway.store.Recording;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends a part of a recording's sound, each piece once its time is on record. Blocks. */
final class Sending {
    /** Between two looks whether the sign-in is still good. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Outflow out;
    private final BooleanSupplier isGood;
    private final LongSupplier nanoClock;
    private final PlaybackMeters meters;
    private final long askedNanos;
    private long lookedNanos;

    /** Returns once it is durably on record that so much is sent. */
    interface Gate {
        void before(Span span) throws CannotPlay, InterruptedException;
    }

    /**
     * What is asked for.
     *
     * @param range as the request has it
     * @param ifRange the entity tag that the range is of; null for any
     * @param headOnly whether nothing but the headers is wanted
     * @param fileName under which a browser keeps it; null to play it
     */
    record Asked(
            @Nullable String range,
            @Nullable String ifRange,
            boolean headOnly,
            @Nullable String fileName) {}

    /**
     * @param isGood asked on the event loop
     * @param askedNanos when the request came
     */
    Sending(
            Outflow out,
            BooleanSupplier isGood,
            LongSupplier nanoClock,
            PlaybackMeters meters,
            long askedNanos) {
        this.out = out;
        this.isGood = isGood;
        this.nanoClock = nanoClock;
        this.meters = meters;
        this.askedNanos = askedNanos;
        this.lookedNanos = askedNanos;
    }

    /** Sends what is asked for. */
    void send(Headers headers, Asked asked, Recording.Audio audio, Sound sound, Gate gate)
            throws CannotPlay, Left, InterruptedException {
        var tag = '"' + audio.sha256() + '"';
        // 13.1.5: of another entity than the one that is here the whole is sent.
        var range = asked.ifRange() == null || asked.ifRange().equals(tag) ? asked.range() : null;
        long length = audio.bytes();
        switch (ByteRange.of(asked.headOnly() ? null : range, length)) {
            case ByteRange.Nowhere _ -> {
                out.begin(200, () -> headers.put("content-range", "bytes */" + length));
                throw new CannotPlay(Problem.NO_SUCH_RANGE, null);
            }
            case ByteRange.Whole _ -> {
                out.begin(200, () -> describe(headers, asked, audio, tag, length));
                pass(asked, audio, sound, gate, 0, length - 1);
            }
            case ByteRange.Part(long from, long to) -> {
                out.begin(
                        206,
                        () -> {
                            describe(headers, asked, audio, tag, to - from + 1);
                            headers.put("content-range", "bytes " + from + "-" + to + "/" + length);
                        });
                pass(asked, audio, sound, gate, from, to);
            }
        }
    }

    /** Where headers go. */
    interface Headers {
        void put(String name, String value);
    }

    private static void describe(
            Headers headers, Asked asked, Recording.Audio audio, String tag, long length) {
        headers.put("content-type", SoundClock.contentType(audio.format()));
        headers.put("content-length", Long.toString(length));
        headers.put("accept-ranges", "bytes");
        headers.put("etag", tag);
        if (asked.fileName() != null) {
            headers.put("content-disposition", "attachment; filename=\"" + asked.fileName() + '"');
        }
    }

    private void pass(
            Asked asked, Recording.Audio audio, Sound sound, Gate gate, long from, long to)
            throws CannotPlay, Left, InterruptedException {
        if (asked.headOnly()) {
            out.end();
            return;
        }
        var clock = SoundClock.of(audio.format(), audio.durationMs());
        for (long at = Math.max(0, from - clock.leadIn()); at < from; ) {
            var bytes = sound.read(at, Math.min(from - at, to + 1 - at));
            clock.pass(at, bytes);
            at += bytes.length;
        }
        boolean isFirst = true;
        for (long at = from; at <= to; ) {
            requireSignIn();
            var bytes = sound.read(at, to + 1 - at);
            gate.before(clock.pass(at, bytes));
            if (isFirst) {
                meters.firstByte(nanoClock.getAsLong() - askedNanos);
                isFirst = false;
            }
            out.write(bytes);
            meters.sent(bytes.length);
            at += bytes.length;
        }
        out.end();
    }

    private void requireSignIn() throws CannotPlay, Left, InterruptedException {
        long now = nanoClock.getAsLong();
        if (now - lookedNanos < LOOK_NANOS) {
            return;
        }
        lookedNanos = now;
        if (!out.ask(isGood)) {
            throw new CannotPlay(Problem.NOT_SIGNED_IN, null);
        }
    }
}
