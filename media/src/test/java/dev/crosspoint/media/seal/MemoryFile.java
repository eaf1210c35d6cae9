package dev.crosspoint.media.seal;

import java.util.Arrays;

/** A file in memory, which tests may damage. */
public final class MemoryFile implements ByteSink, ByteSource {
    private byte[] bytes = {};

    public MemoryFile() {}

    public MemoryFile(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public void append(byte[] from, int offset, int length) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(from, offset, longer, bytes.length, length);
        bytes = longer;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int read(long position, byte[] to, int offset, int length) {
        int count = Math.clamp(bytes.length - position, 0, length);
        System.arraycopy(bytes, (int) Math.min(position, bytes.length), to, offset, count);
        return count;
    }

    @Override
    public void close() {}
}
