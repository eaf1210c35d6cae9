package dev.crosspoint.media.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Whose the heap is that media loops allocate: shares of {@code jdk.ObjectAllocationSample} by the
 * innermost frame that is not the JDK's, and its method.
 *
 * <p>Arguments: a recording, made for instance of {@link PlaneServer} by {@code
 * -Dserver.options="-XX:+UseZGC -XX:TLABSize=4k -XX:-ResizeTLAB
 * -XX:StartFlightRecording:settings=profile,filename=..."}; seconds from its beginning that do not
 * count, for warm-up; and how many seconds count. A sample stands for all that its thread has
 * allocated since the last one, and there is one at most for each thread-local buffer: hence the
 * small ones.
 */
public final class AllocationSites {
    private static final List<String> JDK = List.of("java.", "javax.", "sun.", "com.sun.", "jdk.");

    private AllocationSites() {}

    /** Prints them, the largest first. */
    public static void main(String[] args) throws IOException {
        long skipSeconds = Long.parseLong(args[1]);
        long seconds = Long.parseLong(args[2]);
        long samples = 0;
        var sites = new HashMap<String, Long>();
        try (var file = new RecordingFile(Path.of(args[0]))) {
            long from = Long.MIN_VALUE;
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                long at = event.getStartTime().getEpochSecond();
                from = from == Long.MIN_VALUE ? at + skipSeconds : from;
                if (event.getEventType().getName().equals("jdk.ObjectAllocationSample")
                        && at >= from
                        && at < from + seconds
                        && event.getThread() != null
                        && event.getThread().getJavaName() != null
                        && event.getThread().getJavaName().startsWith("media-loop")) {
                    sites.merge(site(event), event.getLong("weight"), Long::sum);
                    samples++;
                }
            }
        }
        double all = sites.values().stream().mapToLong(Long::longValue).sum();
        System.out.println(samples + " samples");
        sites.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(site ->
                        System.out.printf(
                                Locale.ROOT,
                                "%5.1f %% %s%n",
                                100 * site.getValue() / all,
                                site.getKey()));
    }

    private static String site(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return "unknown";
        }
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            RecordedMethod method = frame.getMethod();
            String type = method.getType().getName();
            if (JDK.stream().noneMatch(type::startsWith)) {
                return type + "." + method.getName();
            }
        }
        return "the JDK by itself";
    }
}
