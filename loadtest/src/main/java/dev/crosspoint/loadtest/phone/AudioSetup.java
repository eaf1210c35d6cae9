package dev.crosspoint.loadtest.phone;

/**
 * When each step was done by which a contact came to be heard at a softphone, ns of {@link
 * System#nanoTime}; 0 for a step that there was none of.
 *
 * @param began nothing was done yet: the socket is about to be opened or, where it was open, the
 *     request to be sent
 * @param opened the WebSocket is open: TCP, TLS and the upgrade are done
 * @param described the gateway has described its end, or has said that the contact has the
 *     connection that stands
 * @param path the first check was answered
 * @param keys DTLS has agreed on keys
 * @param accepted the gateway has confirmed the accept
 * @param first the first audio was decrypted
 * @param sound the first audio was decrypted that is more than silence
 */
public record AudioSetup(
        long began,
        long opened,
        long described,
        long path,
        long keys,
        long accepted,
        long first,
        long sound) {

    /** Until the first audio, ns. */
    public long nanos() {
        return first - began;
    }
}
