package dev.crosspoint.gateway.legs;

import dev.crosspoint.gateway.call.CallEffect;
import dev.crosspoint.gateway.call.CallState;
import dev.crosspoint.gateway.call.Line;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The newest legs of every trunk and every agent, live and over: told of what passes between call
 * control, media and trunks, and decides nothing. Bounded, whatever comes.
 */
public final class LegBook {
    /** Of one trunk or agent: the calls of the last minutes where there are few. */
    static final int MOST_OF_ONE = 20;

    /** Trunks and agents; of whom there was nothing for longest is forgotten first. */
    static final int MOST_SUBJECTS = 2_000;

    /** The legs of a trunk, or those of an agent. */
    private record Subject(Tenant tenant, String trunk, String agent) {}

    private final Map<Subject, Deque<Page>> subjects = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<LegId, Page> byLeg = new HashMap<>();
    private final Map<String, Page> byDialog = new HashMap<>();

    /** Of calls that are there. */
    private final Map<CallId, List<Page>> byCall = new HashMap<>();

    /** What stands in the maps by leg and by dialog, of one page. */
    private final Map<Page, Names> names = new HashMap<>();

    private record Names(LegId leg, @Nullable String dialog) {}

    // --- what is told ---

    /** A call made a step, with what it asks for. */
    public void changed(CallState state, List<CallEffect> effects, long atMs) {
        for (var effect : effects) {
            switch (effect) {
                case CallEffect.ToMedia(var command, _) -> asked(state, command, atMs);
                case CallEffect.Adopt(var leg, _) -> open(state, leg, false, atMs);
                case CallEffect.Over _ -> over(state.facts().call(), atMs);
                default -> {}
            }
        }
    }

    private void asked(CallState state, MediaCommand command, long atMs) {
        switch (command) {
            case MediaCommand.AnswerLeg(_, _, var leg, _, var offer, _) ->
                    open(state, leg, false, atMs).ifPresent(page -> page.offered = outline(offer));
            case MediaCommand.OfferLeg offer -> open(state, offer.leg(), true, atMs);
            case MediaCommand.AcceptAnswer(_, _, var leg, var answer) ->
                    leg(leg).ifPresent(page -> page.agreed = outline(answer));
            case MediaCommand.CloseLeg(_, _, var leg) ->
                    leg(leg).ifPresent(page -> page.over(atMs));
            default -> {}
        }
    }

    /** All of a call are over; one that has gone on in another shows it by what it tells next. */
    private void over(CallId call, long atMs) {
        var pages = byCall.remove(call);
        if (pages != null) {
            pages.forEach(page -> page.over(atMs));
        }
    }

    /** Media has answered. */
    public void on(MediaCommand command, MediaReply reply) {
        switch (command) {
            case MediaCommand.AnswerLeg it ->
                    leg(it.leg())
                            .ifPresent(page -> {
                                if (reply instanceof MediaReply.Described(var answer)) {
                                    page.agreed = outline(answer);
                                }
                                refused(page, reply);
                            });
            case MediaCommand.OfferLeg it ->
                    leg(it.leg())
                            .ifPresent(page -> {
                                if (reply instanceof MediaReply.Described(var offer)) {
                                    page.offered = outline(offer);
                                }
                                refused(page, reply);
                            });
            case MediaCommand.AcceptAnswer it ->
                    leg(it.leg()).ifPresent(page -> refused(page, reply));
            case MediaCommand.AnswerReoffer it ->
                    leg(it.leg()).ifPresent(page -> refused(page, reply));
            default -> {}
        }
    }

    private static void refused(Page page, MediaReply reply) {
        if (reply instanceof MediaReply.Refused(_, var reason)) {
            page.refusal = reason;
        }
    }

    /** Media tells. */
    public void on(MediaEvent event, long atMs) {
        switch (event) {
            case MediaEvent.LegTraffic(_, _, var leg, var traffic) ->
                    leg(leg).ifPresent(page -> page.passed(traffic));
            case MediaEvent.LegQuality(_, _, var leg, var report) ->
                    leg(leg).ifPresent(page -> page.sounds(report));
            case MediaEvent.DigitHeard(_, _, var leg, _) -> leg(leg).ifPresent(Page::event);
            case MediaEvent.ToneHeard(_, _, var leg, _) -> leg(leg).ifPresent(Page::tone);
            case MediaEvent.LegEnded(_, _, var leg, var why) ->
                    leg(leg).ifPresent(page -> {
                        page.end = why.name().toLowerCase(Locale.ROOT).replace('_', '-');
                        page.over(atMs);
                    });
            default -> {}
        }
    }

    /** A trunk tells. */
    public void on(TrunkMessage.Event event, long atMs) {
        var page = byDialog.get(event.dialog());
        if (page == null) {
            return;
        }
        switch (event) {
            case TrunkMessage.CallFailed failed -> {
                page.status = failed.status();
                page.over(atMs);
            }
            case TrunkMessage.CallEnded _ -> page.over(atMs);
            case TrunkMessage.InfoDigit _ -> page.info();
            case TrunkMessage.DigitsRefused refused ->
                    page.refusedInfo(refused.digits().value().length());
            default -> {}
        }
    }

    /** A call that came in was turned away before it was one. */
    public void turnedAway(TrunkMessage.CallArrived arrived, int status, long atMs) {
        var page = new Page(arrived.tenant(), "", "", arrived.trunk(), null, false, atMs);
        var offer = arrived.sdp();
        page.offered = offer == null ? null : outline(SessionText.of(offer.value()));
        page.status = status;
        page.over(atMs);
        file(page, new Subject(page.tenant, arrived.trunk(), ""));
    }

    // --- what is asked ---

    /**
     * The newest first.
     *
     * @param trunk whose; of any when null
     * @param agent likewise
     * @param contactId of a call, or of an agent in it: all legs of that call; of any when null
     */
    public List<LegRecord> find(
            Tenant tenant,
            @Nullable String trunk,
            @Nullable String agent,
            @Nullable String contactId) {
        var found = new LinkedHashSet<Page>();
        subjects.values().forEach(found::addAll);
        var calls =
                found.stream()
                        .filter(page ->
                                page.contactId.equals(contactId)
                                        || page.initialContactId.equals(contactId))
                        .map(page -> page.initialContactId)
                        .collect(Collectors.toSet());
        return found.stream()
                .filter(page -> page.tenant.equals(tenant))
                .filter(page -> trunk == null || trunk.equals(page.trunk))
                .filter(page -> agent == null || agent.equals(page.agent))
                .filter(page -> contactId == null || calls.contains(page.initialContactId))
                .sorted(Comparator.comparingLong((Page page) -> page.beganMs).reversed())
                .limit(MOST_OF_ONE)
                .map(Page::record)
                .toList();
    }

    // --- details ---

    private Optional<Page> open(CallState state, LegId leg, boolean outbound, long atMs) {
        var known = byLeg.get(leg);
        if (known != null) {
            return Optional.of(known);
        }
        var party = state.parties().stream().filter(it -> has(it, leg)).findFirst();
        if (party.isEmpty()) {
            return Optional.empty();
        }
        var agent = agentOf(party.get());
        var line = party.get().line() instanceof Line.Trunk trunk ? trunk : null;
        // An agent's own SIP phone is on no trunk that anybody has configured.
        var trunk = line == null || line.trunk().equals(TrunkMessage.PHONES) ? null : line.trunk();
        if (trunk == null && agent == null) {
            return Optional.empty(); // nobody's, under whom it would be found and forgotten
        }
        var contact =
                party.get().role() instanceof Role.Agent it
                        ? it.contact().id()
                        : state.facts().contactId();
        var page =
                new Page(
                        state.facts().tenant(),
                        contact,
                        state.facts().contactId(),
                        trunk,
                        agent,
                        outbound,
                        atMs);
        byLeg.put(leg, page);
        byCall.computeIfAbsent(state.facts().call(), _ -> new ArrayList<>()).add(page);
        var dialog = line == null ? null : line.dialog();
        if (dialog != null) {
            byDialog.put(dialog, page);
        }
        names.put(page, new Names(leg, dialog));
        if (trunk != null) {
            file(page, new Subject(page.tenant, trunk, ""));
        }
        if (agent != null) {
            file(page, new Subject(page.tenant, "", agent));
        }
        return Optional.of(page);
    }

    private static boolean has(Party party, LegId leg) {
        return legOf(party).filter(leg::equals).isPresent();
    }

    private static Optional<LegId> legOf(Party party) {
        return switch (party.line()) {
            case Line.None _ -> Optional.empty();
            case Line.Softphone phone -> Optional.ofNullable(phone.leg()).map(Line.PhoneLeg::id);
            case Line.Trunk trunk -> Optional.of(trunk.leg());
        };
    }

    private static @Nullable String agentOf(Party party) {
        return party.role() instanceof Role.Agent it && it.agent() != null
                ? it.agent().agentId()
                : null;
    }

    private Optional<Page> leg(LegId leg) {
        return Optional.ofNullable(byLeg.get(leg));
    }

    private void file(Page page, Subject subject) {
        var pages = subjects.computeIfAbsent(subject, _ -> new ArrayDeque<>());
        pages.addLast(page);
        if (pages.size() > MOST_OF_ONE) {
            forget(pages.removeFirst());
        }
        if (subjects.size() > MOST_SUBJECTS) {
            var oldest = subjects.entrySet().iterator();
            var gone = new ArrayList<>(oldest.next().getValue());
            oldest.remove();
            gone.forEach(this::forget);
        }
    }

    private void forget(Page page) {
        var known = names.remove(page);
        if (known != null) {
            byLeg.remove(known.leg());
            if (known.dialog() != null) {
                byDialog.remove(known.dialog());
            }
        }
    }

    private static @Nullable SessionOutline outline(SessionText text) {
        return SessionOutline.of(text).orElse(null);
    }

    /** How many are known by their leg, for tests. */
    int size() {
        return byLeg.size();
    }
}
