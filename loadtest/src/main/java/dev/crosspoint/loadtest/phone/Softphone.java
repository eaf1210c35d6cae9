package dev.crosspoint.loadtest.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.loadtest.desk.Desk.Contact;
import dev.crosspoint.loadtest.desk.Rpc;
import dev.crosspoint.loadtest.measure.CallSound;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The audio of an agent's page: a connection for each contact, or one that is kept from contact to
 * contact. On the bank's loop.
 */
final class Softphone {
    /** Where its requests go. */
    interface Requests {
        Future<JsonNode> request(String method, ObjectNode params);
    }

    /** What the gateway knows a connection by that outlives its contact. */
    private record Peer(String id, String token) {
        @Override
        public String toString() {
            return "Peer[" + id + "]";
        }
    }

    /** The steps of one setup as they are done. */
    private static final class Steps {
        private final long began = System.nanoTime();
        private long opened;
        private long described;
        private long accepted;

        AudioSetup with(MediaLeg leg, MediaLeg.Heard heard, boolean fresh) {
            return new AudioSetup(
                    began,
                    opened,
                    described,
                    fresh ? leg.pathNanos() : 0,
                    fresh ? leg.keysNanos() : 0,
                    accepted,
                    heard.firstNanos(),
                    heard.soundNanos());
        }
    }

    private final PhoneBank bank;
    private boolean keeps;
    private @Nullable MediaLeg leg;
    private @Nullable Peer peer;
    private @Nullable AgentSocket direct;

    Softphone(PhoneBank bank) {
        this.bank = bank;
    }

    /** Asks for a connection that outlives its contact, from the next one on. */
    void keepsConnection() {
        keeps = true;
    }

    /** The leg that carries a contact, or waits for one; null when there is none. */
    @Nullable MediaLeg leg() {
        return leg;
    }

    /** Gives a contact audio, by what stands or by an invite. */
    Future<AudioSetup> connect(Contact contact, Requests requests) {
        var steps = new Steps();
        MediaLeg standing = leg;
        Peer known = peer;
        return standing == null || known == null
                ? invite(contact, requests, keeps, steps)
                : adopt(contact, requests, standing, known, steps);
    }

    /** Gives a contact audio by a socket of its own, as connect-rtc-js does. */
    Future<AudioSetup> connectDirectly(Contact contact) {
        var steps = new Steps();
        String uri =
                "/rtc?callId=%s&contactCtx=%s"
                        .formatted(encoded(contact.id()), encoded(contact.token()));
        return AgentSocket.open(bank.webSockets(), bank.target(), uri, _ -> {}, () -> {})
                .compose(open -> {
                    steps.opened = System.nanoTime();
                    direct = open;
                    return invite(contact, open::request, false, steps);
                });
    }

    private Future<AudioSetup> invite(
            Contact contact, Requests requests, boolean keep, Steps steps) {
        MediaLeg fresh;
        ObjectNode offer = about(contact).put("callContextToken", contact.token());
        try {
            fresh = bank.browserLeg();
            bank.joins(fresh, contact.number());
            offer.put("sdp", fresh.description()).putArray("candidates");
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
        if (keep) {
            offer.put("persistentConnection", true);
        }
        leg = fresh;
        Future<MediaLeg.Heard> heard = fresh.listen();
        return requests.request("invite", offer)
                .compose(answer -> {
                    steps.described = System.nanoTime();
                    String id = answer.path("peerConnectionId").asText();
                    peer =
                            id.isEmpty()
                                    ? null
                                    : new Peer(id, answer.path("peerConnectionToken").asText());
                    try {
                        fresh.connect(
                                FarSide.read(
                                        answer.path("sdp").asText(),
                                        answer.path("candidates")
                                                .path(0)
                                                .path("candidate")
                                                .asText()));
                    } catch (NoAudio e) {
                        return Future.failedFuture(e);
                    }
                    return requests.request("accept", about(contact));
                })
                .compose(_ -> {
                    steps.accepted = System.nanoTime();
                    return heard;
                })
                .map(it -> steps.with(fresh, it, true));
    }

    private Future<AudioSetup> adopt(
            Contact contact, Requests requests, MediaLeg standing, Peer known, Steps steps) {
        Future<MediaLeg.Heard> heard = standing.listen();
        ObjectNode asked = about(contact).put("callContextToken", contact.token());
        asked.put("peerConnectionId", known.id()).put("peerConnectionToken", known.token());
        return requests.request("connectContact", asked)
                .compose(_ -> {
                    steps.described = System.nanoTime();
                    return heard;
                })
                .map(it -> steps.with(standing, it, false));
    }

    /** The contact is over: how it sounded, of a connection that is kept all that it carried. */
    Future<CallSound> release() {
        MediaLeg carried = leg;
        AgentSocket open = direct;
        direct = null;
        if (open != null) {
            var _ = open.close();
        }
        if (carried == null) {
            return Future.failedFuture("there was no audio");
        }
        return peer == null ? close() : carried.sound();
    }

    /** Nothing is kept: how it sounded. */
    Future<CallSound> close() {
        MediaLeg ended = leg;
        leg = null;
        peer = null;
        return ended == null
                ? Future.failedFuture("there was no audio")
                : ended.close().onSuccess(sound -> bank.counts().ended(sound, true));
    }

    private static ObjectNode about(Contact contact) {
        return Rpc.params().put("contactId", contact.id());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
