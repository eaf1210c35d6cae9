package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.crosspoint.gateway.local.KeystoreSettings;
import dev.crosspoint.gateway.local.LocalKeystore;
import dev.crosspoint.gateway.peer.Ear;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.media.spool.KeyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks through all that a gateway keeps for what must not be there: sound in the clear, as it came
 * or as it is rendered, what tracks and manifests say in the clear, and the data keys themselves.
 */
final class HomeScan {
    private static final int RATE_HZ = 8000;
    private static final int PIECE = 400;
    private static final int PACKET = 160;
    private static final int PACKETS = 10;

    /** So long a tone is nothing that tables and programs happen to have. */
    private static final int PIECES = 3;

    /** What was never recorded: the sounds we ship, and PostgreSQL's programs. */
    private static final Pattern SHIPPED = Pattern.compile("^(own/|postgres/programs-)");

    /** A tone is nearly all of what there is; noise, as sealed bytes are, has none to speak of. */
    private static final double SHARE = 0.8;

    /** Beginnings of audio files, and words that only tracks and manifests have. */
    private static final List<String> WORDS =
            List.of("WAVEfmt ", "OpusHead", "OpusTags", "\"startedMs\"", "\"spokenMs\"");

    private final int[] tones;
    private final Map<String, String> needles = new LinkedHashMap<>();
    private int keys;

    /**
     * @param tones what was said, Hz
     */
    HomeScan(int... tones) {
        this.tones = tones.clone();
        WORDS.forEach(word -> needles.put(word, word));
        for (int hz : tones) {
            payloads(hz).forEach(payload -> needles.put("payload " + needles.size(), payload));
        }
    }

    /** Packets of a telephone that says a tone: where it crosses zero they differ in the sign. */
    private static Set<String> payloads(int hz) {
        var payloads = new LinkedHashSet<String>();
        for (int i = 0; i < PACKETS; i++) {
            var pcm = new float[PACKET];
            Tone.add(pcm, 0, PACKET, (long) i * PACKET, RATE_HZ, hz, Ear.SPOKEN_AMPLITUDE);
            payloads.add(new String(Tone.muLaw(pcm), ISO_8859_1));
        }
        return payloads;
    }

    /** Looks for each data key that lies wrapped in a home, too: raw, in Base64, in hexadecimal. */
    HomeScan withKeysOf(Path home) throws Exception {
        var keystore =
                LocalKeystore.open(
                        new KeystoreSettings(home.resolve("keys"), null, null),
                        InstantSource.system(),
                        _ -> {});
        for (var place : List.of("spool", "delivered")) {
            for (var file : files(home.resolve(place))) {
                if (file.toString().endsWith(".key")) {
                    var wrapped = KeyFile.read(new FileDisk(), file);
                    try (var key = keystore.unwrap(wrapped.wrapped(), wrapped.context())) {
                        key(key.bits());
                    }
                }
            }
        }
        return this;
    }

    /** Looks for this data key. */
    HomeScan key(byte[] bits) {
        keys++;
        needles.put("data key " + keys, new String(bits, ISO_8859_1));
        needles.put(
                "data key in Base64 " + keys,
                Base64.getEncoder().withoutPadding().encodeToString(bits));
        needles.put("data key in hexadecimal " + keys, HexFormat.of().formatHex(bits));
        return this;
    }

    int keys() {
        return keys;
    }

    /** What there is, in words; nothing if all is well. */
    List<String> findings(Path folder) throws Exception {
        var findings = new ArrayList<String>();
        for (var file : files(folder)) {
            byte[] bytes = bytes(file);
            var where = folder.relativize(file);
            if (!SHIPPED.matcher(where.toString()).find()) {
                findings.addAll(words(where.toString(), new String(bytes, ISO_8859_1)));
                findings.addAll(sounds(where.toString(), bytes));
            }
        }
        return findings;
    }

    /** The same for a text, a log for instance. */
    List<String> words(String where, String text) {
        return needles.entrySet().stream()
                .filter(needle -> text.contains(needle.getValue()))
                .map(needle -> needle.getKey() + " in " + where)
                .toList();
    }

    private List<String> sounds(String where, byte[] bytes) {
        var findings = new ArrayList<String>();
        if (isTone(Tone.fromMuLaw(bytes, 0, bytes.length))) {
            findings.add("PCMU in " + where);
        }
        for (int start = 0; start < 2; start++) {
            if (isTone(pcm(bytes, start, 2))) {
                findings.add("PCM in " + where);
            }
            if (isTone(pcm(bytes, start, 4)) || isTone(pcm(bytes, start + 2, 4))) {
                findings.add("stereo PCM in " + where);
            }
        }
        return findings;
    }

    private boolean isTone(float[] samples) {
        for (int hz : tones) {
            int pieces = 0;
            for (int at = 0; at + PIECE <= samples.length; at += PIECE) {
                double all = Tone.rms(samples, at, PIECE) * Math.sqrt(2);
                boolean is =
                        all > 0.01 && Tone.amplitude(samples, at, PIECE, RATE_HZ, hz) > SHARE * all;
                pieces = is ? pieces + 1 : 0;
                if (pieces == PIECES) {
                    return true;
                }
            }
        }
        return false;
    }

    private static float[] pcm(byte[] bytes, int start, int stride) {
        var from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var samples = new float[Math.max(0, (bytes.length - start - 2) / stride)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = from.getShort(start + i * stride) / 32768f;
        }
        return samples;
    }

    /** A database that runs takes files away while one looks. */
    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private static List<Path> files(Path folder) throws Exception {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
