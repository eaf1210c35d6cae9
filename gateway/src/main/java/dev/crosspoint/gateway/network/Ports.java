package dev.crosspoint.gateway.network;

/** Ports next to each other, from 1 to 65535. */
public record Ports(int first, int last) {
    public Ports {
        if (first < 1 || last < first || last > 65_535) {
            throw new IllegalArgumentException("no ports: " + first + " to " + last);
        }
    }

    /** A port alone. */
    public static Ports of(int port) {
        return new Ports(port, port);
    }

    /** As firewalls write it. */
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
