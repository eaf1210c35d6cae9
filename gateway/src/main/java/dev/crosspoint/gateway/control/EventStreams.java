package dev.crosspoint.gateway.control;

import dev.crosspoint.gateway.http.Problem;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Everybody who listens. A tenant has one {@link Feed}, from its first client on until some time
 * after its last has left.
 */
final class EventStreams {
    private static final long NEVER = -1;

    private final Vertx vertx;
    private final Door door;
    private final Inquiry inquiry;
    private final ControlMeters meters;
    private final StreamRules rules;
    private final Supplier<String> newId;
    private final Map<Tenant, Feed> feeds = new HashMap<>();
    private long timer = NEVER;

    EventStreams(
            Vertx vertx,
            Door door,
            Inquiry inquiry,
            ControlMeters meters,
            StreamRules rules,
            Supplier<String> newId) {
        this.vertx = vertx;
        this.door = door;
        this.inquiry = inquiry;
        this.meters = meters;
        this.rules = rules;
        this.newId = newId;
    }

    /** Answers a request with events, for as long as its client may and does listen. */
    void open(RoutingContext context, Door.Caller caller) {
        if (context.request().method().equals(HttpMethod.HEAD)) {
            context.response().putHeader("content-type", "text/event-stream").end();
            return;
        }
        var tenant = caller.key().tenant();
        var feed = feeds.computeIfAbsent(tenant, this::feed);
        feed.ready()
                .onSuccess(answer -> {
                    if (answer instanceof Answer.Done) {
                        begin(context, caller, feed);
                    } else {
                        forget(tenant, feed);
                        answer.send(context);
                    }
                });
    }

    private Feed feed(Tenant tenant) {
        if (timer == NEVER) {
            timer = vertx.setPeriodic(rules.lookMs(), _ -> look());
        }
        return new Feed(vertx, inquiry, tenant, newId.get(), rules, door::nowMs);
    }

    private void begin(RoutingContext context, Door.Caller caller, Feed feed) {
        var response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (streamsOf(caller) >= rules.mostPerAgent()) {
            Problem.TOO_MANY.answer(context, "this agent has all the streams it may have");
            return;
        }
        var stream =
                new EventStream(
                        response,
                        caller,
                        "true".equals(context.request().getParam("legs")),
                        rules,
                        (self, why) -> {
                            meters.streamClosed(why);
                            feed.remove(self);
                        });
        context.addEndHandler(_ -> stream.left());
        meters.streamOpened();
        var lastEventId = context.request().getHeader("last-event-id");
        feed.add(stream, Objects.requireNonNullElse(lastEventId, ""));
    }

    private long streamsOf(Door.Caller caller) {
        return listening().stream()
                .filter(stream -> stream.caller().key().equals(caller.key()))
                .count();
    }

    private List<EventStream> listening() {
        return feeds.values().stream().flatMap(feed -> feed.streams().stream()).toList();
    }

    private void look() {
        for (var stream : listening()) {
            if (door.isGood(stream.caller(), Operation.WATCH)) {
                stream.beat(door.nowMs());
            } else {
                stream.dismiss();
            }
        }
        // Whoever left may come back; if nobody does, there is nobody to collect for.
        Map.copyOf(feeds)
                .forEach((tenant, feed) -> {
                    if (feed.isDeserted(rules.lingerMs())) {
                        forget(tenant, feed);
                    }
                });
    }

    private void forget(Tenant tenant, Feed feed) {
        if (feeds.remove(tenant, feed)) {
            feed.stop();
        }
        if (feeds.isEmpty() && timer != NEVER) {
            vertx.cancelTimer(timer);
            timer = NEVER;
        }
    }
}
