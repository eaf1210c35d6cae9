package dev.crosspoint.loadtest.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A second as the phones saw it: a line of {@code phones.csv}. Counts are since the beginning,
 * times of the second alone.
 *
 * @param timeMs wall clock, ms since 1970
 * @param open calls of telephones
 * @param calls that telephones made
 * @param answered of these
 * @param refused of these
 * @param postponed of the refused: those told by 503 when to try again
 * @param unconfirmed ends that the gateway did not confirm
 * @param heard packets, in calls that are over
 * @param lost packets, likewise
 * @param stamped packets that told their delay
 * @param p50Ms one-way delay
 * @param p99Ms one-way delay
 * @param p999Ms one-way delay
 * @param words whose beginning was timed where phones speak in turns, since the beginning
 * @param wordsP50Ms one-way delay of all of them so far
 * @param wordsP99Ms likewise
 * @param lateP99Ms lateness of the generator itself
 * @param skipped frames that it did not speak
 * @param cpuNanos of the generator since it began, but for what it spent on waiting
 */
record PhoneSecond(
        long timeMs,
        long open,
        long calls,
        long answered,
        long refused,
        long postponed,
        long unconfirmed,
        long heard,
        long lost,
        long stamped,
        double p50Ms,
        double p99Ms,
        double p999Ms,
        long words,
        double wordsP50Ms,
        double wordsP99Ms,
        double lateP99Ms,
        long skipped,
        double cpuNanos) {

    private static final int COLUMNS = 19;

    /** Whether anything that was relayed told its delay in it. */
    boolean toldDelay() {
        return stamped > 0;
    }

    /** All seconds of a log. */
    static List<PhoneSecond> read(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .filter(words -> words.length == COLUMNS)
                .map(PhoneSecond::of)
                .toList();
    }

    private static PhoneSecond of(String[] words) {
        return new PhoneSecond(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]),
                Long.parseLong(words[7]),
                Long.parseLong(words[8]),
                Long.parseLong(words[9]),
                Double.parseDouble(words[10]),
                Double.parseDouble(words[11]),
                Double.parseDouble(words[12]),
                Long.parseLong(words[13]),
                Double.parseDouble(words[14]),
                Double.parseDouble(words[15]),
                Double.parseDouble(words[16]),
                Long.parseLong(words[17]),
                Double.parseDouble(words[18]));
    }
}
