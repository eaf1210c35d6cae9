package dev.crosspoint.media.sdp;

import java.util.List;

/** Extended reports of RTCP in a description (RFC 3611 5.1). */
final class ExtendedReports {
    static final String ATTRIBUTE = "rtcp-xr";

    /** The one block that we write; others are not answered. */
    static final String VOIP_METRICS = "voip-metrics";

    private ExtendedReports() {}

    /** Whether VoIP metrics are offered for a line. */
    static boolean offered(Sdp offer, MediaDescription line) {
        return names(line.attributes().values(ATTRIBUTE))
                || names(offer.attributes().values(ATTRIBUTE));
    }

    private static boolean names(List<String> values) {
        return values.stream().anyMatch(value -> List.of(value.split(" +")).contains(VOIP_METRICS));
    }
}
