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
 * property {@code server.options} replaces its {@link #OPTIONS}.
 */
final class PlaneProcess implements LoadedServer {
    /** As the README has them. */
    static final String OPTIONS = "-XX:+UseZGC -XX:+UseCompactObjectHeaders";

    private final Process process;
    private final BufferedReader in;
    private final PrintStream out;
    private long cpuBefore;

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
        command.addAll(List.of(System.getProperty("server.options", OPTIONS).split(" ", -1)));
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

    /** The last phone is there first. */
    @Override
    public List<String> call(List<Codec> codecs, List<LoadPhone> phones) throws IOException {
        var line = new StringBuilder("call");
        for (int i = 0; i < phones.size(); i++) {
            String offer = phones.get(i).offer();
            line.append(' ').append(codecs.get(i)).append(' ');
            line.append(Base64.getEncoder().encodeToString(offer.getBytes(UTF_8)));
        }
        out.println(line);
        String line64 = answer();
        List<String> answers =
                phones.isEmpty()
                        ? List.of()
                        : List.of(line64.split(" ", -1)).stream().map(PlaneProcess::text).toList();
        if (codecs.equals(List.of(Codec.OPUS, Codec.PCMU))
                && !answers.getFirst().contains("maxplaybackrate=8000")) {
            throw new IOException("the answer does not ask for narrowband");
        }
        return answers;
    }

    /** Records every call, or none. */
    void record(boolean on) throws IOException {
        out.println(on ? "record on" : "record off");
        answer();
    }

    @Override
    public void begin() throws IOException {
        out.println("begin");
        answer();
        cpuBefore = ProcessTime.cpuNanos(process.pid());
    }

    @Override
    public Cost end() throws IOException {
        long cpuNanos = ProcessTime.cpuNanos(process.pid()) - cpuBefore;
        out.println("end");
        return new Cost(cpuNanos, answer());
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
