package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.PhoneDirectory.Account;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.sip.RegisterRequest.Wish;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Which phones are registered, and by which flow each is reached (RFC 3261 10.3, RFC 5626 6). A
 * phone is told by its instance; one that comes back keeps its flow. Pure.
 */
final class Bindings {

    /** Phones of one agent that are there at a time: a few tabs and machines, and no more. */
    static final int MAX_PER_AGENT = 4;

    /** Whose a phone is. */
    record Owner(Tenant tenant, String agentId) {
        static Owner of(Account account) {
            return new Owner(account.tenant(), account.agentId());
        }
    }

    /**
     * Where a phone is called.
     *
     * @param user user part of its Contact
     * @param host host part of it, a name that means nothing
     */
    record Contact(Private user, String host) {}

    /** Whether a phone can be reached. */
    sealed interface Presence {
        /** It can. */
        record Here() implements Presence {}

        /** It has lost its socket. */
        record Away(long sinceNanos) implements Presence {}

        /** It is registered no more, and finishes its calls by the socket that it has. */
        record Off() implements Presence {}
    }

    /**
     * A phone that is registered.
     *
     * @param id ours, safe to log
     * @param instance what it calls itself
     * @param expiresNanos when it has to have registered again
     */
    record Binding(
            String id,
            Account account,
            String instance,
            Contact contact,
            InetSocketAddress flow,
            long expiresNanos,
            Presence presence) {

        Owner owner() {
            return Owner.of(account);
        }

        boolean isHere() {
            return presence instanceof Presence.Here;
        }

        private Binding with(Presence changed) {
            return new Binding(id, account, instance, contact, flow, expiresNanos, changed);
        }

        private Binding over(long nowNanos) {
            var changed = isHere() ? new Presence.Off() : presence;
            return new Binding(id, account, instance, contact, flow, nowNanos, changed);
        }
    }

    /**
     * What a sweep has changed.
     *
     * @param gone for good, and their calls with them
     * @param off who only finish their calls
     */
    record Swept(List<Binding> gone, List<Binding> off) {}

    private record Key(Owner owner, String instance) {}

    private final long awayNanos;
    private final Map<Key, Binding> byInstance = new LinkedHashMap<>();
    private final Map<InetSocketAddress, Key> byFlow = new LinkedHashMap<>();
    private long lastId;

    /**
     * @param awayNanos how long a phone may be without a socket
     */
    Bindings(long awayNanos) {
        this.awayNanos = awayNanos;
    }

    /**
     * A phone registers, anew or again; one that has calls is the one that it was.
     *
     * @param flow of the socket it does so by
     * @return the phone, which keeps the flow it had; empty when its owner has too many, or the
     *     socket is another phone's
     */
    Optional<Binding> bind(
            Account account,
            String instance,
            Contact contact,
            InetSocketAddress flow,
            int seconds,
            long nowNanos) {
        var key = new Key(Owner.of(account), instance);
        var known = byInstance.get(key);
        var other = byFlow.get(flow);
        if ((other != null && !other.equals(key)) || (known == null && isFull(key.owner()))) {
            return Optional.empty();
        }
        var binding =
                new Binding(
                        known == null ? "phone-" + ++lastId : known.id(),
                        account,
                        instance,
                        contact,
                        known == null ? flow : known.flow(),
                        nowNanos + TimeUnit.SECONDS.toNanos(seconds),
                        new Presence.Here());
        byInstance.put(key, binding);
        byFlow.put(binding.flow(), key);
        return Optional.of(binding);
    }

    private boolean isFull(Owner owner) {
        return of(owner).stream().filter(Binding::isHere).count() >= MAX_PER_AGENT;
    }

    /**
     * Makes room for a newcomer. Libraries call themselves something else at each load of a page,
     * and who reloads because nothing works must not be locked out for that.
     *
     * @param talks whether a phone of that id has calls
     * @return the phone that is gone for it: of many, the one that is away longest, and one that
     *     talks only when all do
     */
    Optional<Binding> makeRoom(Owner owner, String instance, Predicate<String> talks) {
        var phones = of(owner);
        if (byInstance.containsKey(new Key(owner, instance))
                || phones.size() < MAX_PER_AGENT
                || isFull(owner)) {
            return Optional.empty();
        }
        Binding first = null;
        for (var phone : phones) {
            if (phone.presence() instanceof Presence.Away
                    && (first == null || goesBefore(phone, first, talks))) {
                first = phone;
            }
        }
        return Optional.ofNullable(first).flatMap(it -> remove(new Key(owner, it.instance())));
    }

    private static boolean goesBefore(Binding one, Binding other, Predicate<String> talks) {
        boolean talksOne = talks.test(one.id());
        return talksOne == talks.test(other.id())
                ? one.presence() instanceof Presence.Away(long since)
                        && other.presence() instanceof Presence.Away(long sinceOther)
                        && since - sinceOther < 0
                : !talksOne;
    }

    /**
     * A phone takes itself off. One that talks keeps its id and its flow until it does not.
     *
     * @param talks whether a phone of that id has calls
     * @return the phone, if it is gone for good
     */
    Optional<Binding> takeOff(
            Owner owner, String instance, Predicate<String> talks, long nowNanos) {
        var key = new Key(owner, instance);
        var binding = byInstance.get(key);
        if (binding != null && talks.test(binding.id())) {
            byInstance.put(key, binding.over(nowNanos));
            return Optional.empty();
        }
        return remove(key);
    }

    private Optional<Binding> remove(Key key) {
        return Optional.ofNullable(byInstance.remove(key))
                .map(binding -> {
                    byFlow.remove(binding.flow());
                    return binding;
                });
    }

    /** The phone of a flow. */
    Optional<Binding> at(InetSocketAddress flow) {
        return Optional.ofNullable(byFlow.get(flow)).map(byInstance::get);
    }

    /** The phone of that id. */
    Optional<Binding> named(String id) {
        return byInstance.values().stream().filter(it -> it.id().equals(id)).findFirst();
    }

    /** The phone that somebody of that name has bound before. */
    Optional<Binding> of(Private user, Wish wish) {
        return wish instanceof Wish.Bind bind
                ? byInstance.values().stream()
                        .filter(it -> it.instance().equals(bind.instance()))
                        .filter(it -> it.account().agentId().equals(user.value()))
                        .findFirst()
                : Optional.empty();
    }

    /** The phones of somebody, whoever is away included. */
    List<Binding> of(Owner owner) {
        return byInstance.values().stream().filter(it -> it.owner().equals(owner)).toList();
    }

    /** The phone of a flow has lost its socket; empty when none has. */
    Optional<Binding> lose(InetSocketAddress flow, long nowNanos) {
        return at(flow).map(binding -> {
            var away = binding.with(new Presence.Away(nowNanos));
            byInstance.put(new Key(away.owner(), away.instance()), away);
            return away;
        });
    }

    /**
     * Takes off those whose time is over, who have been away for too long, or who may no longer be
     * there. Whoever only is late and talks may finish.
     *
     * @param talks whether a phone of that id has calls
     */
    Swept sweep(Predicate<Account> stands, Predicate<String> talks, long nowNanos) {
        var gone = new ArrayList<Binding>();
        var off = new ArrayList<Binding>();
        for (var entry : List.copyOf(byInstance.entrySet())) {
            var binding = entry.getValue();
            boolean isLate = binding.expiresNanos() - nowNanos <= 0;
            boolean isLost =
                    binding.presence() instanceof Presence.Away(long since)
                            && nowNanos - since >= awayNanos;
            if (isLost
                    || !stands.test(binding.account())
                    || (isLate && !talks.test(binding.id()))) {
                remove(entry.getKey()).ifPresent(gone::add);
            } else if (isLate && binding.isHere()) {
                byInstance.put(entry.getKey(), binding.over(nowNanos));
                off.add(binding);
            }
        }
        return new Swept(gone, off);
    }
}
