package dev.crosspoint.signaling.sip;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.dns.DnsException;
import io.vertx.core.dns.DnsResponseCode;
import io.vertx.core.dns.SrvRecord;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where a destination is (RFC 3263 4): its address when it is one; the addresses of its name when a
 * port is given; else those of the servers that its SRV records name, in the order to try them, and
 * of its name when there are none. NAPTR is not asked: it would choose a transport, and that is
 * configured (4.1).
 */
final class Resolver {

    /** More are not tried within the time that a call may ring. */
    private static final int MAX_ADDRESSES = 8;

    /** A name server that takes longer is as good as none: the name itself is tried then. */
    private static final int QUERY_TIMEOUT_MS = 2_000;

    private final Vertx vertx;
    private final RandomGenerator random;
    private final SrvCache cache = new SrvCache();
    private @Nullable DnsClient dns;

    Resolver(Vertx vertx, RandomGenerator random) {
        this.vertx = vertx;
        this.random = random;
    }

    /** In the order to try them, not empty; fails when there are none. */
    Future<List<InetSocketAddress>> find(Destination to) {
        try {
            var literal = InetAddress.ofLiteral(to.host());
            return Future.succeededFuture(
                    List.of(new InetSocketAddress(literal, to.portOrStandard())));
        } catch (IllegalArgumentException e) {
            return to.port() > 0
                    ? addresses(to.host(), to.port())
                    : srv(service(to)).compose(answer -> located(to, answer));
        }
    }

    private Future<List<InetSocketAddress>> located(Destination to, SrvCache.Answer answer) {
        if (answer.targets().isEmpty()) {
            return addresses(to.host(), to.portOrStandard());
        } else if (answer.isRefusal()) {
            return Future.failedFuture("no such service");
        }
        var found = new ArrayList<Future<List<InetSocketAddress>>>();
        for (var target : Ranked.order(answer.targets(), random)) {
            if (found.size() < MAX_ADDRESSES) {
                found.add(addresses(target.host(), target.port()).otherwise(List.of()));
            }
        }
        return Future.all(found)
                .map(all ->
                        all.<List<InetSocketAddress>>list().stream()
                                .flatMap(List::stream)
                                .distinct()
                                .limit(MAX_ADDRESSES)
                                .toList())
                .compose(list ->
                        list.isEmpty()
                                ? Future.failedFuture("no server has an address")
                                : Future.succeededFuture(list));
    }

    /** By the resolver of Vert.x's own clients: hosts file and DNS, kept by TTL, never blocking. */
    private Future<List<InetSocketAddress>> addresses(String host, int port) {
        Promise<List<InetSocketAddress>> found = Core.promise(vertx);
        ((VertxInternal) vertx).nameResolver().resolveAll(host, found::handle);
        return found.future()
                .map(all ->
                        all.stream()
                                .map(one -> new InetSocketAddress(one.getAddress(), port))
                                .distinct()
                                .limit(MAX_ADDRESSES)
                                .toList())
                .compose(list ->
                        list.isEmpty()
                                ? Future.failedFuture("no address")
                                : Future.succeededFuture(list));
    }

    private static String service(Destination to) {
        String service =
                switch (to.transport()) {
                    case UDP -> "_sip._udp.";
                    case TCP -> "_sip._tcp.";
                    case TLS, WSS -> "_sips._tcp.";
                };
        return service + to.host();
    }

    private Future<SrvCache.Answer> srv(String name) {
        var known = cache.find(name, System.nanoTime());
        if (known.isPresent()) {
            return Future.succeededFuture(known.get());
        }
        return client().resolveSRV(name)
                .map(Resolver::answer)
                .recover(Resolver::nothing)
                .onSuccess(answer -> cache.keep(name, answer, System.nanoTime()))
                // Nobody knows: what was so is likelier than that there is no service any more.
                .otherwise(_ -> cache.stale(name, System.nanoTime()));
    }

    /** That there is no such name is an answer; anything else that goes wrong is none. */
    private static Future<SrvCache.Answer> nothing(Throwable e) {
        return e instanceof DnsException dns && dns.code() == DnsResponseCode.NXDOMAIN
                ? Future.succeededFuture(SrvCache.Answer.NOTHING)
                : Future.failedFuture(e);
    }

    private DnsClient client() {
        DnsClient made = dns;
        if (made == null) {
            made = vertx.createDnsClient(new DnsClientOptions().setQueryTimeout(QUERY_TIMEOUT_MS));
            dns = made;
        }
        return made;
    }

    /** RFC 2782 has 16 bits without a sign; Vert.x reads some of them with one. */
    private static int unsigned(int field) {
        return field & 0xffff;
    }

    private static SrvCache.Answer answer(List<SrvRecord> records) {
        if (records.isEmpty()) {
            return SrvCache.Answer.NOTHING;
        }
        var targets = new ArrayList<Ranked<SrvCache.Target>>();
        long ttl = Long.MAX_VALUE;
        for (var one : records) {
            ttl = Math.min(ttl, one.ttl());
            String target = one.target();
            targets.add(
                    new Ranked<>(
                            new SrvCache.Target(
                                    target == null ? "." : target, unsigned(one.port())),
                            unsigned(one.priority()),
                            unsigned(one.weight())));
        }
        return new SrvCache.Answer(targets, ttl);
    }
}
