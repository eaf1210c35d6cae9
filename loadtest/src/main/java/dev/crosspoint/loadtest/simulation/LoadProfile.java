package dev.crosspoint.loadtest.simulation;

/**
 * How much load, and for how long.
 *
 * @param name as {@link #named} knows it
 * @param agents that sign in
 * @param signInSeconds over which they do
 * @param callsPerSecond that arrive; with steps, what each adds
 * @param steps how often the rate grows; 1 for a constant one
 * @param seconds that the load lasts; with steps, each of them
 * @param talkSeconds that a call lasts from when an agent takes it
 */
public record LoadProfile(
        String name,
        int agents,
        int signInSeconds,
        double callsPerSecond,
        int steps,
        int seconds,
        int talkSeconds) {

    /** What an agent does besides talking, s: the offer, the wrap-up. */
    private static final double BESIDES = 3;

    /** An agent who is busy for more than this share of time is one for whom callers wait. */
    private static final double BUSY = 0.8;

    /**
     * A profile by its name, in the size that the system properties {@code load.agents}, {@code
     * load.rate}, {@code load.seconds} and {@code load.talk} give it.
     */
    public static LoadProfile named(String name) {
        return switch (name) {
            case "smoke" -> sized(name, 10, 1, 20, 6);
            case "steady" -> sized(name, 100, 1, 600, 60);
            case "step" -> sized(name, 1600, 10, 60, 60);
            case "soak" -> sized(name, 100, 1, 3600, 120);
            default ->
                    throw new IllegalArgumentException(
                            "load.profile is smoke, steady, step or soak, not " + name);
        };
    }

    private static LoadProfile sized(String name, int agents, int steps, int seconds, int talk) {
        int signedIn = Integer.getInteger("load.agents", agents);
        int talks = Integer.getInteger("load.talk", talk);
        String rate = System.getProperty("load.rate", "");
        double busy = BUSY * signedIn / (talks + BESIDES) / steps;
        return new LoadProfile(
                name,
                signedIn,
                // A gateway takes some twenty sign-ins a second: a password is dear on purpose.
                Math.max(1, signedIn / 10),
                rate.isEmpty() ? busy : Double.parseDouble(rate),
                steps,
                Integer.getInteger("load.seconds", seconds),
                talks);
    }

    /** How long agents stay, s: until the last call is over. */
    int shiftSeconds() {
        return signInSeconds + seconds * steps + 2 * talkSeconds + 5;
    }

    /**
     * Whether times count: not in smoke, which runs beside builds and with nothing compiled yet.
     */
    public boolean isMeasured() {
        return !name.equals("smoke");
    }

    /** Whether it is there to show that nothing grows. */
    public boolean isSoak() {
        return name.equals("soak");
    }

    /** Whether more is asked for than can be had, and calls will be refused. */
    boolean isBeyondCapacity() {
        return name.equals("step");
    }
}
