package dev.crosspoint.gateway.history;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactRecord.Dialled;
import dev.crosspoint.gateway.contact.ContactRecord.Method;
import dev.crosspoint.gateway.contact.ContactTimes;
import dev.crosspoint.gateway.contact.Details;
import dev.crosspoint.gateway.contact.LegQuality;
import dev.crosspoint.gateway.contact.Reference;
import dev.crosspoint.gateway.store.AgentDeed;
import dev.crosspoint.gateway.store.AgentDeed.What;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Entries to write down: plain ones, and any at all. */
final class Entries {
    static final Tenant TENANT = new Tenant("acme", "support");

    private final Random random;

    Entries(long seed) {
        random = new Random(seed);
    }

    /** A contact as it was at one of its versions, with an end or without. */
    static ContactRecord contact(String id, long version, long initiatedMs, @Nullable Long ended) {
        return new ContactRecord(
                TENANT,
                Contact.first(id),
                version,
                Method.INBOUND,
                new ContactTimes(initiatedMs, initiatedMs + 1, null, ended, 0, 0, 0, 0),
                "Sales",
                null,
                new Private("+442079460123"),
                new Private("+442079460000"),
                List.of(),
                null,
                null,
                Map.of("colour", new Private("blue")),
                List.of(),
                ended == null ? null : "abandoned",
                List.of(),
                List.of());
    }

    /** As large as call control makes them. */
    static ContactRecord largest() {
        var id = "x".repeat(64);
        return new ContactRecord(
                TENANT,
                new Contact(id, id, id),
                Long.MAX_VALUE,
                Method.TRANSFER,
                new ContactTimes(1, 2L, 3L, 4L, 5, 6, 7, 8),
                id,
                id,
                new Private("+442079460123"),
                new Private("+442079460000"),
                times(100, () -> new Dialled(Dialled.By.AGENT, new Private("+442079460123456"))),
                new Private("n".repeat(Details.MAX_NAME_BYTES)),
                new Private("d".repeat(Details.MAX_DESCRIPTION_BYTES)),
                mostAttributes(),
                times(
                        Details.MAX_REFERENCES,
                        () ->
                                new Reference(
                                        Reference.Kind.EXTERNAL_APPLICATION,
                                        "r",
                                        new Private(
                                                "v"
                                                        .repeat(
                                                                Details.MAX_REFERENCE_BYTES
                                                                                / Details
                                                                                        .MAX_REFERENCES
                                                                        - 1)))),
                id,
                times(
                        100,
                        () ->
                                new LegQuality(
                                        id, LegQuality.Who.SUPERVISOR, "opus", 1, 2, 3, 4d, 4)),
                times(100, () -> id));
    }

    /** As many as there may be. */
    private static Map<String, Private> mostAttributes() {
        var all = new TreeMap<String, Private>();
        int left = ContactData.MAX_ATTRIBUTE_BYTES;
        for (int i = 0; left > 100; i++) {
            var name = Integer.toString(i, Character.MAX_RADIX);
            all.put(name, new Private(""));
            left -= name.length() + ContactData.ATTRIBUTE_BYTES;
        }
        all.put("-", new Private("\u0001".repeat(left - 1 - ContactData.ATTRIBUTE_BYTES)));
        return all;
    }

    private static <T> List<T> times(int count, Supplier<T> what) {
        return Stream.generate(what).limit(count).toList();
    }

    Entry any() {
        return random.nextBoolean() ? new Entry.OfContact(anyContact()) : new Entry.OfAgent(deed());
    }

    private ContactRecord anyContact() {
        return new ContactRecord(
                new Tenant("a" + text(), "i" + text()),
                new Contact(text(), text(), maybe(this::text)),
                1 + random.nextInt(Integer.MAX_VALUE),
                one(Method.values()),
                new ContactTimes(
                        random.nextLong(),
                        maybe(random::nextLong),
                        maybe(random::nextLong),
                        maybe(random::nextLong),
                        random.nextInt(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong()),
                text(),
                maybe(this::text),
                hidden(),
                hidden(),
                some(() -> new Dialled(one(Dialled.By.values()), hidden())),
                maybe(this::hidden),
                maybe(this::hidden),
                attributes(),
                some(() -> new Reference(one(Reference.Kind.values()), text(), hidden())),
                maybe(this::text),
                some(this::leg),
                some(this::text));
    }

    private LegQuality leg() {
        return new LegQuality(
                text(),
                one(LegQuality.Who.values()),
                text(),
                random.nextLong(),
                random.nextDouble(),
                random.nextDouble(),
                maybe(random::nextDouble),
                random.nextDouble());
    }

    private AgentDeed deed() {
        What what =
                switch (random.nextInt(4)) {
                    case 0 -> new What.SignedIn();
                    case 1 -> new What.SignedOut();
                    case 2 -> new What.ChangedState(text(), text());
                    default -> new What.HadContact(text(), text());
                };
        return new AgentDeed(
                new UUID(random.nextLong(), random.nextLong()),
                text(),
                Instant.ofEpochMilli(random.nextInt()),
                what,
                random.nextLong());
    }

    private Map<String, Private> attributes() {
        var all = new HashMap<String, Private>();
        some(this::text).forEach(name -> all.put(name, hidden()));
        return all;
    }

    private <T> List<T> some(Supplier<T> what) {
        return IntStream.range(0, random.nextInt(4)).mapToObj(_ -> what.get()).toList();
    }

    private <T> @Nullable T maybe(Supplier<T> what) {
        return random.nextBoolean() ? what.get() : null;
    }

    private <T> T one(T[] of) {
        return of[random.nextInt(of.length)];
    }

    private Private hidden() {
        return new Private(text());
    }

    /** Any code points, also those of two characters. */
    private String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int point = random.nextInt(0x11_0000);
            boolean isHalf = point >= 0xd800 && point < 0xe000;
            text.appendCodePoint(isHalf ? 'x' : point);
        }
        return text.toString();
    }
}
