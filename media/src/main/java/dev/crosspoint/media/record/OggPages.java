package dev.crosspoint.media.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The pages of an Ogg file with one stream (RFC 3533 6); no packet goes over the end of its page.
 */
final class OggPages {
    private static final int HEADER = 27;
    private static final int MAX_SEGMENTS = 255;
    private static final int SEGMENT = 255;
    private static final int FIRST = 2;
    private static final int LAST = 4;

    /** Tells streams of one file apart; ours has one. */
    private static final int SERIAL = 0x43_52_4F_53;

    /** RFC 3533 6: polynomial 0x04c11db7, most significant bit first, from zero. */
    private static final int POLYNOMIAL = 0x04c11db7;

    private static final int[] CRC = crcTable();

    private final ByteSink sink;
    private final byte[] body = new byte[MAX_SEGMENTS * SEGMENT];
    private final byte[] page = new byte[HEADER + MAX_SEGMENTS + body.length];
    private final byte[] lacing = new byte[MAX_SEGMENTS];
    private int segments;
    private int length;
    private int packets;
    private int pages;

    OggPages(ByteSink sink) {
        this.sink = sink;
    }

    /** Packets of the page that is being filled. */
    int packets() {
        return packets;
    }

    /** Whether a packet fits the page. */
    boolean fits(int packetLength) {
        return segments + packetLength / SEGMENT + 1 <= MAX_SEGMENTS;
    }

    /** Adds a packet that fits. */
    void add(byte[] packet, int packetLength) {
        System.arraycopy(packet, 0, body, length, packetLength);
        length += packetLength;
        int rest = packetLength;
        for (; rest >= SEGMENT; rest -= SEGMENT) {
            lacing[segments++] = (byte) SEGMENT;
        }
        lacing[segments++] = (byte) rest;
        packets++;
    }

    /**
     * Writes the page.
     *
     * @param granule position at its end
     */
    void flush(long granule, boolean last) throws IOException {
        int size = HEADER + segments + length;
        ByteBuffer header = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 'O').put((byte) 'g').put((byte) 'g').put((byte) 'S').put((byte) 0);
        header.put((byte) ((pages == 0 ? FIRST : 0) | (last ? LAST : 0)));
        header.putLong(granule).putInt(SERIAL).putInt(pages).putInt(0);
        header.put((byte) segments).put(lacing, 0, segments).put(body, 0, length);
        header.putInt(HEADER - 5, crc(page, size));
        sink.write(page, 0, size);
        pages++;
        segments = 0;
        length = 0;
        packets = 0;
    }

    private static int crc(byte[] bytes, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc = crc << 8 ^ CRC[(crc >>> 24 ^ bytes[i]) & 0xFF];
        }
        return crc;
    }

    private static int[] crcTable() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            table[i] = crc;
        }
        return table;
    }
}
