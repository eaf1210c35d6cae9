package dev.crosspoint.media.api;

/** Where on the event bus media listens. */
public final class MediaAddress {
    private MediaAddress() {}

    /**
     * The address of one media loop.
     *
     * @param loop 0 to {@link MediaConfig#loops} - 1
     */
    public static String ofLoop(int loop) {
        return "media.loop." + loop;
    }
}
