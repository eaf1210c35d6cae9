package dev.crosspoint.media.loop;

/** No pair of trunk ports could be opened: all are leased, resting or taken by other programs. */
public final class PortsExhausted extends Exception {
    private static final long serialVersionUID = 1L;

    PortsExhausted(int free, int pairs, boolean takenByOthers) {
        super(
                "%d of %d trunk port pairs are not leased, but none can be opened now%s"
                        .formatted(
                                free,
                                pairs,
                                takenByOthers ? "; other programs have some of them" : ""));
    }
}
