package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies.Header;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which client a connection speaks for: its peer, or, when that is a proxy of ours, whom the
 * proxies name. A name is believed as far as it was written by one of them: they append, so the
 * list is read from its end, and the first who is no proxy of ours is the client. What stands
 * before it the client may have made up.
 */
public final class ProxyTrust {
    /** A client whose proxy does not say who it is; in no network that anybody could list. */
    public static final String UNKNOWN = "unknown";

    private final @Nullable AddressBlocks proxies;
    private final Header header;

    /** Trust in these. */
    public ProxyTrust(Proxies proxies) {
        // An empty list of blocks would hold everybody.
        this.proxies = proxies.networks().isEmpty() ? null : new AddressBlocks(proxies.networks());
        this.header = proxies.header();
    }

    /** Whether that address is a proxy of ours, which speaks for many. */
    public boolean isProxy(String address) {
        return proxies != null && proxies.contains(address);
    }

    /**
     * The client's address.
     *
     * @param peer address of the connection
     * @param headers every value of a header of that name, in the order in which they came
     * @return an IP literal, or {@link #UNKNOWN}
     */
    public String client(String peer, Function<String, List<String>> headers) {
        var client = peer;
        if (!isProxy(client)) {
            return client;
        }
        var named = named(headers);
        for (int i = named.size() - 1; i >= 0; i--) {
            client = named.get(i);
            if (!isProxy(client)) {
                return client;
            }
        }
        return client;
    }

    /** In the order in which they were written, several headers of the name as one (RFC 9110). */
    private List<String> named(Function<String, List<String>> headers) {
        var named = new ArrayList<String>();
        switch (header) {
            case X_FORWARDED_FOR ->
                    headers.apply("x-forwarded-for")
                            .forEach(line -> {
                                for (var element : line.split(",", -1)) {
                                    named.add(address(element.strip()));
                                }
                            });
            case FORWARDED ->
                    headers.apply("forwarded")
                            .forEach(line -> {
                                for (var element : split(line, ',')) {
                                    named.add(ofElement(element));
                                }
                            });
        }
        return named;
    }

    /** RFC 7239 4: pairs, of which one may say for whom. */
    private static String ofElement(String element) {
        for (var pair : split(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase("for")) {
                var value = pair.substring(equals + 1).strip();
                boolean isQuoted =
                        value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                // An address needs no escapes; what has some is none.
                return address(isQuoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return UNKNOWN;
    }

    /** At a separator that is in no quotes. */
    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1} or {@code [2001:db8::1]:80}. */
    private static String address(String node) {
        var literal = node;
        int colon = node.lastIndexOf(':');
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            literal = end < 0 ? "" : node.substring(1, end);
        } else if (colon >= 0 && node.indexOf(':') == colon) {
            literal = node.substring(0, colon);
        }
        // The library also takes shorter forms of IPv4, and names of network cards.
        if (!literal.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*")) {
            return UNKNOWN;
        }
        try {
            return InetAddress.ofLiteral(literal).getHostAddress().toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }
}
