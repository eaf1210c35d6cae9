package dev.crosspoint.gateway.proof;

import dev.crosspoint.media.seal.SealedHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Does to sealed files what somebody might do who has the disk and no key. */
enum Vandal {
    FLIPS_A_BIT_OF_A_FRAME(Result.TAMPERED, "frame 1") {
        @Override
        byte[] change(byte[] file, List<Integer> starts) {
            file[starts.get(1) + 7] ^= 1;
            return file;
        }
    },
    FLIPS_A_BIT_OF_A_LENGTH(Result.TAMPERED, "frame 1") {
        @Override
        byte[] change(byte[] file, List<Integer> starts) {
            file[starts.get(1) + 3] ^= 1;
            return file;
        }
    },
    SWAPS_TWO_FRAMES(Result.TAMPERED, "frame 2") {
        @Override
        byte[] change(byte[] file, List<Integer> starts) {
            var two = Arrays.copyOfRange(file, starts.get(2), starts.get(3));
            var three = Arrays.copyOfRange(file, starts.get(3), starts.get(4));
            ByteBuffer.wrap(file).position(starts.get(2)).put(three).put(two);
            return file;
        }
    },
    CHANGES_THE_SALT_IN_THE_HEADER(Result.TAMPERED, "frame 0") {
        @Override
        byte[] change(byte[] file, List<Integer> starts) {
            file[14] ^= 1;
            return file;
        }
    },
    CHANGES_THE_RECORDING_IN_THE_HEADER(Result.TAMPERED, "the header") {
        @Override
        byte[] change(byte[] file, List<Integer> starts) {
            file[6 + 2 + 4 + 32 + 7 + 2] ^= 1;
            return file;
        }
    },
    BREAKS_THE_HEADER(Result.TAMPERED, "the header") {
        @Override
        byte[] change(byte[] file, List<Integer> starts) {
            file[0] ^= 1;
            return file;
        }
    },
    FORGES_THE_LAST_FLAG(Result.TAMPERED, "frame 2") {
        @Override
        byte[] change(byte[] file, List<Integer> starts) {
            // A frame that says it is the seal, and nothing behind it.
            var cut = Arrays.copyOf(file, starts.get(2) + 20);
            ByteBuffer.wrap(cut).putInt(starts.get(2), 0x8000_0000);
            return cut;
        }
    },
    CUTS_BETWEEN_FRAMES(Result.CUT, "2 frames are left") {
        @Override
        byte[] change(byte[] file, List<Integer> starts) {
            return Arrays.copyOf(file, starts.get(2));
        }
    },
    CUTS_WITHIN_A_FRAME(Result.CUT, "2 frames are left") {
        @Override
        byte[] change(byte[] file, List<Integer> starts) {
            return Arrays.copyOf(file, starts.get(2) + 9);
        }
    },
    CUTS_THE_SEAL_OFF(Result.CUT, "frames are left") {
        @Override
        byte[] change(byte[] file, List<Integer> starts) {
            return Arrays.copyOf(file, file.length - 20);
        }
    },
    ADDS_SOMETHING_BEHIND_THE_SEAL(Result.TAMPERED, "frame") {
        @Override
        byte[] change(byte[] file, List<Integer> starts) {
            return Arrays.copyOf(file, file.length + 1);
        }
    };

    /** What has to be found. */
    final Result result;

    final String detail;

    Vandal(Result result, String detail) {
        this.result = result;
        this.detail = detail;
    }

    abstract byte[] change(byte[] file, List<Integer> starts);

    void visit(Path file) throws Exception {
        var bytes = Files.readAllBytes(file);
        var starts = new ArrayList<Integer>();
        int at = SealedHeader.parse(bytes, 0, bytes.length).length();
        while (at < bytes.length) {
            starts.add(at);
            at += 20 + (ByteBuffer.wrap(bytes).getInt(at) & 0x7FFF_FFFF);
        }
        Files.write(file, change(bytes, starts));
    }

    /** Two files change places. */
    static void swap(Path one, Path other) throws IOException {
        var aside = one.resolveSibling("aside");
        Files.move(one, aside);
        Files.move(other, one, StandardCopyOption.REPLACE_EXISTING);
        Files.move(aside, other);
    }
}
