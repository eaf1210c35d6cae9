package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.TrunkService.InfoForm;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/**
 * Far ends that know what a dialog is and keep to none of its rules, and a user who does whatever
 * comes to mind. Whatever they do: every call that was told of has one last event, nothing is told
 * behind it, and in the end no call, dialog or transaction is held.
 */
class DialogWalkTest {

    private static final int T1_MS = 5;
    private static final int WALKS = 40;
    private static final int STEPS = 40;

    private static final String[] METHODS = {
        "INVITE",
        "ACK",
        "BYE",
        "CANCEL",
        "UPDATE",
        "INFO",
        "PRACK",
        "OPTIONS",
        "REFER",
        "NOTIFY",
        "MESSAGE",
        "NONSENSE"
    };

    private static final String[] EXTRAS = {
        "",
        RawCall.SDP,
        "Require: 100rel",
        "Require: nothing",
        "RAck: 1 1 INVITE",
        "Supported: timer",
        "Session-Expires: 1800",
        "Replaces: a;to-tag=b;from-tag=c",
        "Refer-To: <sip:1@127.0.0.1>",
        "Event: refer\nSubscription-State: terminated",
        "Content-Type: application/dtmf-relay"
    };

    private static final String[] STATUSES = {
        "100 Trying",
        "180 Ringing",
        "183 Session Progress",
        "200 OK",
        "202 Accepted",
        "302 Moved",
        "401 Unauthorized",
        "422 Too Small",
        "481 Gone",
        "486 Busy",
        "487 Cancelled",
        "491 Pending",
        "500 Error",
        "503 Unavailable",
        "603 Declined"
    };

    /** What happened to the calls of a walk; told on the loop, read by the test. */
    private static final class Diary implements SipUser {
        private final Map<SipCall, SipEvent> last = new HashMap<>();
        private final List<String> faults = new ArrayList<>();
        private final ConcurrentLinkedQueue<SipCall> calls = new ConcurrentLinkedQueue<>();

        @Override
        public void onEvent(SipCall call, SipEvent event) {
            SipEvent before = last.put(call, event);
            if (event instanceof SipEvent.Arrived) {
                calls.add(call);
            }
            if (before != null && isLast(before)) {
                faults.add(event + " behind " + before);
            }
            if (event instanceof SipEvent.Arrived && before != null) {
                faults.add("arrived twice");
            }
        }

        private static boolean isLast(SipEvent event) {
            return event instanceof SipEvent.Failed
                    || event instanceof SipEvent.Ended
                    || event instanceof SipEvent.Rerouted;
        }
    }

    @Test
    void endsEveryCallOnceAndHoldsNothingWhateverHappens() {
        Vertx vertx = Vertx.vertx();
        var diary = new Diary();
        SipEndpoint endpoint =
                Phone.await(
                        SipEndpoint.open(
                                vertx,
                                Phone.settings(T1_MS, Transport.UDP),
                                Admission.ofEverybody(Phone.ANYBODY),
                                diary,
                                SipCounters.NONE));
        try (var peer = new RawPeer(endpoint.port(Transport.UDP))) {
            for (int seed = 0; seed < WALKS; seed++) {
                new Walk(new Random(seed), seed, endpoint, peer, diary).run();
            }
            Phone.await(forgotten(vertx, endpoint, diary));
            act(
                    endpoint,
                    () -> {
                        assertThat(diary.faults).isEmpty();
                        assertThat(diary.last.values()).allMatch(Diary::isLast);
                    });
            assertThat(diary.calls).hasSizeGreaterThan(WALKS);
        } finally {
            Phone.await(endpoint.close());
            Phone.await(vertx.close());
        }
    }

    /** Nothing is held any more; whatever has still come meanwhile has been ended too. */
    private static Future<Void> forgotten(Vertx vertx, SipEndpoint endpoint, Diary diary) {
        Promise<Void> forgotten = Promise.promise();
        act(
                endpoint,
                () ->
                        vertx.setPeriodic(
                                T1_MS,
                                _ -> {
                                    diary.calls.forEach(call -> call.hangUp("the walk is over"));
                                    if (endpoint.held() == 0) {
                                        forgotten.tryComplete();
                                    }
                                }));
        return forgotten.future();
    }

    private static void act(SipEndpoint endpoint, Runnable what) {
        Promise<Void> done = Promise.promise();
        endpoint.context()
                .runOnContext(_ -> {
                    try {
                        what.run();
                        done.complete();
                    } catch (AssertionError | RuntimeException e) {
                        done.fail(e);
                    }
                });
        Phone.await(done.future());
    }

    /** One far end with its calls, and what both sides do to them. */
    private record Walk(Random dice, int seed, SipEndpoint endpoint, RawPeer peer, Diary diary) {

        void run() {
            var requests = new ArrayList<String>();
            for (int step = 0; step < STEPS; step++) {
                switch (dice.nextInt(4)) {
                    case 0, 1 -> peer.send(request(step));
                    case 2 -> act(endpoint, this::userActs);
                    default -> answer(requests);
                }
                requests.addAll(peer.arrived());
            }
        }

        /** A request of one of three Call-IDs, with a tag that is right as often as not. */
        private String request(int step) {
            boolean opens = dice.nextInt(3) == 0;
            String callId = "walk" + seed + "-" + dice.nextInt(3);
            String tag = opens ? "" : tagOf(callId);
            String extra = EXTRAS[dice.nextInt(EXTRAS.length)];
            boolean hasSdp = extra.equals(RawCall.SDP);
            String method = opens ? "INVITE" : METHODS[dice.nextInt(METHODS.length)];
            return peer.request(
                    method,
                    callId,
                    tag,
                    dice.nextInt(4) == 0 ? 1 : step + 1,
                    extra,
                    hasSdp ? Phone.OFFER.value() : dice.nextInt(5) == 0 ? "Signal=1" : "");
        }

        private String tagOf(String callId) {
            var tags =
                    diary.calls.stream()
                            .filter(call -> call.callId().equals(callId))
                            .map(SipCall::localTag)
                            .toList();
            return tags.isEmpty() || dice.nextInt(6) == 0
                    ? "nobody"
                    : tags.get(dice.nextInt(tags.size()));
        }

        /** An answer to something that was asked, once more or for the first time. */
        private void answer(List<String> requests) {
            if (requests.isEmpty()) {
                return;
            }
            String asked = requests.get(dice.nextInt(requests.size()));
            String status = STATUSES[dice.nextInt(STATUSES.length)];
            boolean sdp = dice.nextBoolean();
            peer.send(
                    peer.response(
                            asked,
                            status,
                            dice.nextInt(3) == 0 ? "other" : "far",
                            sdp
                                    ? RawCall.SDP
                                    : dice.nextBoolean() ? "" : "Require: 100rel\nRSeq: 1",
                            sdp ? Phone.ANSWER.value() : ""));
        }

        private void userActs() {
            var calls = List.copyOf(diary.calls);
            if (calls.isEmpty() || dice.nextInt(6) == 0) {
                diary.calls.add(
                        endpoint.call(
                                new CallRequest(
                                        "out-" + seed + "-" + dice.nextInt(),
                                        Phone.ANYBODY,
                                        new Destination(
                                                Transport.UDP,
                                                "127.0.0.1",
                                                peer.port(),
                                                null,
                                                null),
                                        new Private("+4930"),
                                        new Private("+4940"),
                                        Phone.OFFER,
                                        dice.nextInt(3) == 0 ? 1 : 30,
                                        () -> false,
                                        Presentation.PLAIN)));
                return;
            }
            // Mostly one of the last: the others are over.
            SipCall call = calls.get(Math.max(0, calls.size() - 1 - dice.nextInt(4)));
            switch (dice.nextInt(9)) {
                case 0 -> call.ring(null);
                case 1 -> call.ring(Phone.ANSWER);
                case 2, 3 -> call.answer(Phone.ANSWER);
                case 4 -> call.refuse(486, "busy");
                case 5 -> call.hangUp("done");
                case 6 -> call.reoffer(Phone.OTHER);
                case 7 -> call.answerReoffer(Phone.ANSWER);
                default -> call.sendDigits(new Private("5"), InfoForm.RELAY);
            }
        }
    }
}
