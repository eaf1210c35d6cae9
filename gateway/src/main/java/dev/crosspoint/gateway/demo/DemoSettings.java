package dev.crosspoint.gateway.demo;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.Tenant;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the demo customer is, where it calls, and how it behaves.
 *
 * @param tenant whose customer it is
 * @param address IP literal it listens on and calls from
 * @param port TCP port of its SIP over TLS, 0 picks a free one
 * @param identity its TLS certificate and key
 * @param gateway where the gateway takes SIP over TLS
 * @param voice WAV file of what it says
 * @param mediaLoops how many media loops there are
 */
public record DemoSettings(
        Tenant tenant,
        String address,
        int port,
        PemIdentity identity,
        Gateway gateway,
        Path voice,
        int mediaLoops,
        Times times) {

    /**
     * Whom it calls.
     *
     * @param host IP literal or host name
     * @param port 1 to 65535
     * @param certificatePem what it must show
     * @param number what the customer dials
     */
    public record Gateway(String host, int port, String certificatePem, Private number) {
        public Gateway {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException(
                        "the demo customer calls a SIP TLS port from 1 to 65535, not " + port);
            }
        }
    }

    /**
     * Its pace.
     *
     * @param ringMs how long it lets its phone ring, ms
     * @param pressMs when it presses a key for the menu, ms after it was answered
     * @param patienceMs when it hangs up at the latest, ms after the call was answered
     */
    public record Times(int ringMs, List<Integer> pressMs, int patienceMs) {
        public Times {
            pressMs = List.copyOf(pressMs);
        }

        /**
         * For people to watch. The demo's menu is spoken from second 2 to 6 and waits until second
         * 11; a key that comes again during what follows the menu changes nothing.
         */
        public static Times relaxed() {
            return new Times(2_000, List.of(4_000, 6_000), 180_000);
        }
    }
}
