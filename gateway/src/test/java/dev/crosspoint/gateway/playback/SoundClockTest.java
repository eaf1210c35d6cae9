package dev.crosspoint.gateway.playback;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaConfig;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.loop.MediaPlane;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.record.Payload;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.record.TrackSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That no sound passes by whose time is not said. */
class SoundClockTest {
    private static final int SECONDS = 60;
    private static final long DURATION_MS = SECONDS * 1000L;

    @Test
    void saysOfEachRangeOfAWavWhichMillisecondsAreInIt() {
        var random = new Random(3);
        int length = 44 + SECONDS * 32_000;
        for (int i = 0; i < 2_000; i++) {
            int from = random.nextInt(length);
            int to = from + 1 + random.nextInt(length - from);
            var clock = SoundClock.of("wav-8-khz", DURATION_MS);
            var said = clock.pass(from, new byte[to - from]);
            if (to <= 44) {
                assertThat(said.isEmpty()).isTrue();
                continue;
            }
            // Each sample of it lies within; the first and the last are less than one ms away.
            double fromMs = Math.max(0, from - 44) / 32.0;
            double toMs = (to - 44) / 32.0;
            assertThat((double) said.fromMs()).isBetween(fromMs - 1, fromMs);
            assertThat((double) said.toMs()).isBetween(toMs, toMs + 1);
        }
    }

    @Test
    void saysOfEachRangeOfAnOggWhichPagesAreInIt() throws Exception {
        var file = ogg();
        var pages = pages(file);
        assertThat(pages).hasSizeGreaterThan(SECONDS);
        var random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            int from = random.nextInt(file.length);
            int to = from + 1 + random.nextInt(Math.min(150_000, file.length - from));
            var said = said(file, from, to);
            for (var page : pages) {
                if (page.at() < to && page.end() > from && page.toMs() > 0) {
                    assertThat(said.missingOf(new Span(page.fromMs(), page.toMs())))
                            .as("%d to %d", from, to)
                            .isEmpty();
                }
            }
            var all = said.all();
            if (!all.isEmpty()) {
                assertThat(all.getFirst().fromMs())
                        .isGreaterThanOrEqualTo(first(pages, from) - 1_010);
                assertThat(all.getLast().toMs()).isLessThanOrEqualTo(last(pages, to) + 1_020);
            }
        }
    }

    private static long first(List<Page> pages, int from) {
        return pages.stream().filter(p -> p.end() > from).findFirst().orElseThrow().fromMs() - 20;
    }

    private static long last(List<Page> pages, int to) {
        return pages.stream().filter(p -> p.at() < to).toList().getLast().toMs();
    }

    /** As it is sent: a lead-in, and then pieces of any size. */
    private static Spans said(byte[] file, int from, int to) {
        var clock = SoundClock.of("ogg-opus", DURATION_MS);
        var said = new Spans();
        int lead = Math.max(0, from - clock.leadIn());
        if (lead < from) {
            clock.pass(lead, Arrays.copyOfRange(file, lead, from));
        }
        int step = 1 + (from * 31 + to) % 70_000;
        for (int at = from; at < to; at += step) {
            said.add(clock.pass(at, Arrays.copyOfRange(file, at, Math.min(to, at + step))));
        }
        return said;
    }

    /** A page, and the time in it. */
    private record Page(int at, int end, long fromMs, long toMs) {}

    private static List<Page> pages(byte[] file) {
        var pages = new ArrayList<Page>();
        var in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long before = 0;
        for (int at = 0; at < file.length; ) {
            assertThat(new String(file, at, 4, ISO_8859_1)).isEqualTo("OggS");
            int segments = file[at + 26] & 0xFF;
            int end = at + 27 + segments;
            for (int i = 0; i < segments; i++) {
                end += file[at + 27 + i] & 0xFF;
            }
            // Less the pre-skip of 6.5 ms, rounded against us.
            long toMs = Math.max(0, (in.getLong(at + 6) - 312) / 48);
            pages.add(new Page(at, end, before, toMs));
            before = toMs;
            at = end;
        }
        return pages;
    }

    private static byte[] ogg() throws Exception {
        var records = new ArrayList<TrackRecord>();
        records.add(new TrackRecord.Start(0, "{}"));
        records.add(new TrackRecord.Track(0, 1, Channel.LEFT, new LegId("leg"), "customer"));
        records.add(new TrackRecord.Taken(0, 1, true));
        var random = new Random(1);
        for (int i = 0; i < SECONDS * 50; i++) {
            var noise = new byte[160];
            random.nextBytes(noise);
            records.add(
                    new TrackRecord.Audio(
                            20_000L * (i + 1),
                            1,
                            Codec.PCMU,
                            i,
                            160 * i,
                            Payload.of(noise, 0, noise.length)));
        }
        records.add(new TrackRecord.Stop(SECONDS * 1_000_000L));
        TrackSource source =
                () -> {
                    var left = records.iterator();
                    return new TrackSource.Cursor() {
                        @Override
                        public @Nullable TrackRecord next() {
                            return left.hasNext() ? left.next() : null;
                        }

                        @Override
                        public void close() {}
                    };
                };
        var file = new ByteArrayOutputStream();
        MediaPlane.renderer(MediaConfig.defaults("127.0.0.1"))
                .render(source, AudioFormat.OGG_OPUS, file::write, (_, _, _) -> {});
        return file.toByteArray();
    }
}
