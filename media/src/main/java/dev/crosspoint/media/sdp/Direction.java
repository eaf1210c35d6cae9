package dev.crosspoint.media.sdp;

/** Who sends, from the point of view of the side that says so (RFC 8866 6.7). */
public enum Direction {
    SENDRECV("sendrecv"),
    SENDONLY("sendonly"),
    RECVONLY("recvonly"),
    INACTIVE("inactive");

    private final String word;

    Direction(String word) {
        this.word = word;
    }

    /** As an attribute's name. */
    public String word() {
        return word;
    }

    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    /** What the other side may say to it and agree fully (RFC 3264 6.1). */
    public Direction reversed() {
        return of(receives(), sends());
    }

    /** The same without receiving. */
    Direction deaf() {
        return of(sends(), false);
    }

    private static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }

    /** What a medium says, or its session for it; sendrecv when neither says anything. */
    static Direction of(Sdp sdp, MediaDescription medium) {
        for (Attributes attributes : new Attributes[] {medium.attributes(), sdp.attributes()}) {
            for (Attribute attribute : attributes.list()) {
                for (Direction direction : values()) {
                    if (attribute.name().equals(direction.word)) {
                        return direction;
                    }
                }
            }
        }
        return SENDRECV;
    }
}
