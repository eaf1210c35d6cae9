package dev.crosspoint.media.api;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The media plane's settings, checked by whoever builds it.
 *
 * @param loops media event loops, 1 or more; by default one per core
 * @param bindAddress IP literal that sockets bind to
 * @param advertisedAddresses IP literals written into SDP and candidates, one of each family at
 *     most, the preferred first; differ behind 1:1 NAT
 * @param browserPort UDP port of loop 0 for all browser legs, loop n has the n-th after it; 0 picks
 *     free ones
 * @param browserTcp whether browsers may connect to the same ports by TCP, where UDP does not get
 *     through
 * @param trunkPortLow first (even) RTP port for trunk legs
 * @param trunkPortHigh last port of that range
 * @param portQuarantineMs how long a trunk port rests after use, so that late packets of the last
 *     call do not reach the next
 * @param opusLibrary a libopus to load instead of the one we carry
 * @param opusEffort how much encoders of Opus may cost
 * @param connectTimeoutMs longest wait for a leg's first packet path (ICE and DTLS), ms
 * @param mediaTimeoutMs longest silence of the network on a flowing leg, ms
 * @param certificateDays how long new browser legs are shown the same DTLS certificate, 1 or more
 */
public record MediaConfig(
        int loops,
        String bindAddress,
        List<String> advertisedAddresses,
        int browserPort,
        boolean browserTcp,
        int trunkPortLow,
        int trunkPortHigh,
        int portQuarantineMs,
        @Nullable Path opusLibrary,
        OpusEffort opusEffort,
        int connectTimeoutMs,
        int mediaTimeoutMs,
        int certificateDays) {
    public MediaConfig {
        advertisedAddresses = List.copyOf(advertisedAddresses);
    }

    /** The defaults of the manual on an address, with one loop per core. */
    public static MediaConfig defaults(String address) {
        return new MediaConfig(
                Runtime.getRuntime().availableProcessors(),
                address,
                List.of(address),
                10_000,
                true,
                20_000,
                29_999,
                5_000,
                null,
                OpusEffort.USUAL,
                15_000,
                30_000,
                30);
    }
}
