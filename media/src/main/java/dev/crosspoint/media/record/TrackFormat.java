package dev.crosspoint.media.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.codec.Codec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;

/**
 * The bytes of {@link TrackRecord}s, big-endian: length of the rest (2), kind (1), microseconds
 * (6), and what the kind has. Records stand one after the other; none is cut by the end of a frame.
 *
 * <pre>
 * 0 START    description, UTF-8
 * 1 AUDIO    track (1), codec (1), sequence (2), timestamp (4), payload
 * 2 TRACK    track (1), channel (1: 0 left, 1 right), length of the leg (1), leg, who, UTF-8
 * 3 TAKEN    track (1), on (1)
 * 4 PAUSED   on (1)
 * 5 GAP      lost (4)
 * 6 QUALITY  track (1), loss in permille (2), jitter in microseconds (4)
 * 7 STOP
 * 8 UNSPOKEN track (1), sequence (2)
 * </pre>
 */
public final class TrackFormat {
    /** Bytes that a payload costs beside itself. */
    public static final int AUDIO_OVERHEAD = 17;

    /** Bytes of the number of a packet that is no speech. */
    public static final int UNSPOKEN_BYTES = 12;

    /** Longest record: the length has 16 bits. */
    public static final int MAX_RECORD = 2 + 0xFFFF;

    private static final int START = 0;
    private static final int AUDIO = 1;
    private static final int TRACK = 2;
    private static final int TAKEN = 3;
    private static final int PAUSED = 4;
    private static final int GAP = 5;
    private static final int QUALITY = 6;
    private static final int STOP = 7;
    private static final int UNSPOKEN = 8;

    /** Length, kind and time. */
    private static final int HEAD = 9;

    private static final VarHandle U16 =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U32 =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private TrackFormat() {}

    /** Bytes that are no record: a bug, or somebody else's file. */
    public static final class BadRecord extends Exception {
        private static final long serialVersionUID = 1L;

        BadRecord(String message) {
            super(message);
        }
    }

    /**
     * Writes a payload; the hot path's usual record.
     *
     * @return bytes written, {@link #AUDIO_OVERHEAD} more than the payload
     */
    public static int writeAudio(
            byte[] to,
            int at,
            long micros,
            int track,
            Codec codec,
            int sequence,
            int timestamp,
            byte[] payload,
            int offset,
            int length) {
        writeHead(to, at, AUDIO_OVERHEAD + length, AUDIO, micros);
        to[at + HEAD] = (byte) track;
        to[at + HEAD + 1] = (byte) idOf(codec);
        U16.set(to, at + HEAD + 2, (short) sequence);
        U32.set(to, at + HEAD + 4, timestamp);
        System.arraycopy(payload, offset, to, at + AUDIO_OVERHEAD, length);
        return AUDIO_OVERHEAD + length;
    }

    /** Writes {@link #UNSPOKEN_BYTES}. */
    public static void writeUnspoken(byte[] to, int at, long micros, int track, int sequence) {
        writeHead(to, at, UNSPOKEN_BYTES, UNSPOKEN, micros);
        to[at + HEAD] = (byte) track;
        U16.set(to, at + HEAD + 1, (short) sequence);
    }

    /**
     * A record's bytes.
     *
     * @throws IllegalArgumentException when it is longer than {@link #MAX_RECORD}
     */
    public static byte[] bytes(TrackRecord record) {
        return switch (record) {
            case TrackRecord.Start(long micros, var description) ->
                    withText(START, micros, 0, description);
            case TrackRecord.Audio audio -> {
                byte[] bytes = new byte[checked(AUDIO_OVERHEAD + audio.payload().length())];
                writeAudio(
                        bytes,
                        0,
                        audio.micros(),
                        audio.track(),
                        audio.codec(),
                        audio.sequence(),
                        audio.timestamp(),
                        audio.payload().array(),
                        0,
                        audio.payload().length());
                yield bytes;
            }
            case TrackRecord.Track(long micros, int track, var channel, var leg, var who) -> {
                int legLength = leg.value().getBytes(UTF_8).length;
                if (legLength > 0xFF) {
                    throw new IllegalArgumentException("a leg's id is too long for a record");
                }
                byte[] bytes = withText(TRACK, micros, 3, leg.value() + who);
                bytes[HEAD] = (byte) track;
                bytes[HEAD + 1] = (byte) (channel == Channel.LEFT ? 0 : 1);
                bytes[HEAD + 2] = (byte) legLength;
                yield bytes;
            }
            case TrackRecord.Taken(long micros, int track, boolean on) -> {
                byte[] bytes = withHead(TAKEN, micros, 2);
                bytes[HEAD] = (byte) track;
                bytes[HEAD + 1] = (byte) (on ? 1 : 0);
                yield bytes;
            }
            case TrackRecord.Paused(long micros, boolean on) -> {
                byte[] bytes = withHead(PAUSED, micros, 1);
                bytes[HEAD] = (byte) (on ? 1 : 0);
                yield bytes;
            }
            case TrackRecord.Gap(long micros, int lost) -> {
                byte[] bytes = withHead(GAP, micros, 4);
                U32.set(bytes, HEAD, lost);
                yield bytes;
            }
            case TrackRecord.Quality(long micros, int track, int loss, int jitter) -> {
                byte[] bytes = withHead(QUALITY, micros, 7);
                bytes[HEAD] = (byte) track;
                U16.set(bytes, HEAD + 1, (short) loss);
                U32.set(bytes, HEAD + 3, jitter);
                yield bytes;
            }
            case TrackRecord.Stop(long micros) -> withHead(STOP, micros, 0);
            case TrackRecord.Unspoken(long micros, int track, int sequence) -> {
                byte[] bytes = new byte[UNSPOKEN_BYTES];
                writeUnspoken(bytes, 0, micros, track, sequence);
                yield bytes;
            }
        };
    }

    /**
     * How long the record is that begins somewhere, its own length included.
     *
     * @param limit end of what may be read
     * @throws BadRecord when it does not end before the limit
     */
    public static int lengthAt(byte[] from, int at, int limit) throws BadRecord {
        if (limit - at < HEAD) {
            throw new BadRecord("a record is cut off");
        }
        int length = 2 + ((short) U16.get(from, at) & 0xFFFF);
        if (length < HEAD || length > limit - at) {
            throw new BadRecord("a record of " + length + " bytes does not fit its frame");
        }
        return length;
    }

    /** When the record was taken that begins somewhere and is known to be one. */
    public static long microsAt(byte[] from, int at) {
        return ((short) U16.get(from, at + 3) & 0xFFFFL) << 32
                | ((int) U32.get(from, at + 5) & 0xFFFFFFFFL);
    }

    /**
     * Reads a record.
     *
     * @param length from {@link #lengthAt}
     * @throws BadRecord when it is none
     */
    public static TrackRecord read(byte[] from, int at, int length) throws BadRecord {
        int kind = from[at + 2];
        long micros = microsAt(from, at);
        int body = length - HEAD;
        int first = at + HEAD;
        return switch (kind) {
            case START -> new TrackRecord.Start(micros, text(from, first, body));
            case AUDIO -> {
                require(length >= AUDIO_OVERHEAD);
                yield new TrackRecord.Audio(
                        micros,
                        from[first] & 0xFF,
                        codecOf(from[first + 1]),
                        (short) U16.get(from, first + 2) & 0xFFFF,
                        (int) U32.get(from, first + 4),
                        Payload.of(from, at + AUDIO_OVERHEAD, length - AUDIO_OVERHEAD));
            }
            case TRACK -> {
                require(body > 3);
                int legLength = from[first + 2] & 0xFF;
                require(3 + legLength <= body);
                String leg = text(from, first + 3, legLength);
                require(!leg.isBlank());
                var channel = flag(from[first + 1]) ? Channel.RIGHT : Channel.LEFT;
                String who = text(from, first + 3 + legLength, body - 3 - legLength);
                yield new TrackRecord.Track(
                        micros, from[first] & 0xFF, channel, new LegId(leg), who);
            }
            case TAKEN -> {
                require(body == 2);
                yield new TrackRecord.Taken(micros, from[first] & 0xFF, flag(from[first + 1]));
            }
            case PAUSED -> {
                require(body == 1);
                yield new TrackRecord.Paused(micros, flag(from[first]));
            }
            case GAP -> {
                require(body == 4);
                yield new TrackRecord.Gap(micros, (int) U32.get(from, first));
            }
            case QUALITY -> {
                require(body == 7);
                yield new TrackRecord.Quality(
                        micros,
                        from[first] & 0xFF,
                        (short) U16.get(from, first + 1) & 0xFFFF,
                        (int) U32.get(from, first + 3));
            }
            case STOP -> {
                require(body == 0);
                yield new TrackRecord.Stop(micros);
            }
            case UNSPOKEN -> {
                require(body == 3);
                yield new TrackRecord.Unspoken(
                        micros, from[first] & 0xFF, (short) U16.get(from, first + 1) & 0xFFFF);
            }
            default -> throw new BadRecord("no kind of record has the number " + kind);
        };
    }

    // ---- details

    private static byte[] withHead(int kind, long micros, int body) {
        byte[] bytes = new byte[checked(HEAD + body)];
        writeHead(bytes, 0, bytes.length, kind, micros);
        return bytes;
    }

    private static byte[] withText(int kind, long micros, int before, String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        byte[] bytes = withHead(kind, micros, before + utf8.length);
        System.arraycopy(utf8, 0, bytes, HEAD + before, utf8.length);
        return bytes;
    }

    private static void writeHead(byte[] to, int at, int length, int kind, long micros) {
        U16.set(to, at, (short) (length - 2));
        to[at + 2] = (byte) kind;
        U16.set(to, at + 3, (short) (micros >>> 32));
        U32.set(to, at + 5, (int) micros);
    }

    private static int checked(int length) {
        if (length > MAX_RECORD) {
            throw new IllegalArgumentException("a record of " + length + " bytes");
        }
        return length;
    }

    private static String text(byte[] from, int at, int length) throws BadRecord {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(from, at, length)).toString();
        } catch (CharacterCodingException e) {
            throw new BadRecord("a record has text that is no UTF-8");
        }
    }

    private static boolean flag(byte value) throws BadRecord {
        require(value == 0 || value == 1);
        return value == 1;
    }

    private static void require(boolean sound) throws BadRecord {
        if (!sound) {
            throw new BadRecord("a record does not have what its kind has");
        }
    }

    /** Of this format, whatever the order of the constants is. */
    private static int idOf(Codec codec) {
        return switch (codec) {
            case OPUS -> 1;
            case PCMU -> 2;
            case PCMA -> 3;
            case G722 -> 4;
        };
    }

    private static Codec codecOf(int id) throws BadRecord {
        return switch (id) {
            case 1 -> Codec.OPUS;
            case 2 -> Codec.PCMU;
            case 3 -> Codec.PCMA;
            case 4 -> Codec.G722;
            default -> throw new BadRecord("no codec has the number " + id);
        };
    }
}
