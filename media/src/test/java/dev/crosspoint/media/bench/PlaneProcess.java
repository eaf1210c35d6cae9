package dev.crosspoint.media.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.media.codec.Codec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A {@link PlaneServer} in a process of its own, seen from the program that loads it. The system
 * property {@code server.options} replaces its {@code -XX:+UseZGC}.
 */
final class PlaneProcess implements AutoCloseable {
    /**
     * What a measured time cost.
     *
     * @param cpuNanos of the process, user and system
     * @param loopNanos of its media loops alone
     * @param ticks how late its ticks were and how long they took, in words
     */
    record Cost(long cpuNanos, long loopNanos, String ticks) {}

    private final Process process;
    private final BufferedReader in;
    private final PrintStream out;

    /**
     * Starts it, and returns when it takes calls.
     *
     * @param prefix of its command, such as {@code taskset -c 0}, or nothing
     */
    PlaneProcess(String prefix) throws IOException {
        var command = new ArrayList<String>();
        if (!prefix.isEmpty()) {
            command.addAll(List.of(prefix.split(" ", -1)));
        }
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(List.of(System.getProperty("server.options", "-XX:+UseZGC").split(" ", -1)));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx1g",
                        "-Dopus.complexity=" + Integer.getInteger("opus.complexity", 5),
                        "-Dopus.least=" + Integer.getInteger("opus.least", 0),
                        "-Drecorded=" + System.getProperty("recorded", "no"),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        PlaneServer.class.getName()));
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        in = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        out = new PrintStream(process.getOutputStream(), true, UTF_8);
        for (String line = answer(); !line.equals("ready"); line = answer()) {
            // what libraries print
        }
    }

    /**
     * A call in which everybody hears everybody else. The last phone is there first.
     *
     * @return the answer to each phone, in order
     */
    List<String> call(List<Codec> codecs, List<LoadPhone> phones) throws IOException {
        var line = new StringBuilder("call");
        for (int i = 0; i < phones.size(); i++) {
            String offer = phones.get(i).offer();
            line.append(' ').append(codecs.get(i)).append(' ');
            line.append(Base64.getEncoder().encodeToString(offer.getBytes(UTF_8)));
        }
        out.println(line);
        String answers = answer();
        return phones.isEmpty()
                ? List.of()
                : List.of(answers.split(" ", -1)).stream().map(PlaneProcess::text).toList();
    }

    /** Records every call, or none. */
    void record(boolean on) throws IOException {
        out.println(on ? "record on" : "record off");
        answer();
    }

    /** The measured time begins. */
    void begin() throws IOException {
        out.println("begin");
        answer();
    }

    /** What it cost since then. */
    Cost end() throws IOException {
        out.println("end");
        return new Cost(Long.parseLong(answer()), Long.parseLong(answer()), answer());
    }

    @Override
    public void close() throws IOException {
        out.close();
        try {
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String answer() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("the server has ended");
        }
        return line;
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), UTF_8);
    }
}
