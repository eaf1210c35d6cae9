package dev.crosspoint.gateway.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactRecord.Dialled;
import dev.crosspoint.gateway.contact.ContactTimes;
import dev.crosspoint.gateway.contact.LegQuality;
import dev.crosspoint.gateway.contact.Reference;
import dev.crosspoint.gateway.store.AgentDeed;
import dev.crosspoint.gateway.store.AgentDeed.What;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The other way of {@link EntryWriter}: strict, so that nothing is read but what was written. */
final class EntryReader {
    private final ByteBuffer in;

    private EntryReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    /** What the bytes say. */
    static Entry read(byte[] bytes) throws BadEntry {
        var reader = new EntryReader(bytes);
        try {
            var entry = reader.entry();
            require(!reader.in.hasRemaining(), "something after its end");
            return entry;
        } catch (BufferUnderflowException e) {
            throw new BadEntry("too short");
        } catch (IllegalArgumentException e) {
            throw new BadEntry("a value out of its range");
        }
    }

    private Entry entry() throws BadEntry {
        require(in.get() == EntryWriter.VERSION, "of another version");
        return switch (in.get()) {
            case EntryWriter.CONTACT -> new Entry.OfContact(contact());
            case EntryWriter.AGENT -> new Entry.OfAgent(agent());
            default -> throw new BadEntry("of another kind");
        };
    }

    private ContactRecord contact() throws BadEntry {
        return new ContactRecord(
                new Tenant(text(), text()),
                new Contact(text(), text(), optionalText()),
                in.getLong(),
                ContactRecord.Method.valueOf(text()),
                times(),
                text(),
                optionalText(),
                hidden(),
                hidden(),
                list(() -> new Dialled(Dialled.By.valueOf(text()), hidden())),
                optionalHidden(),
                optionalHidden(),
                attributes(),
                list(() -> new Reference(Reference.Kind.valueOf(text()), text(), hidden())),
                optionalText(),
                list(this::leg),
                list(this::text));
    }

    private ContactTimes times() throws BadEntry {
        return new ContactTimes(
                in.getLong(),
                optionalLong(),
                optionalLong(),
                optionalLong(),
                in.getInt(),
                in.getLong(),
                in.getLong(),
                in.getLong());
    }

    private LegQuality leg() throws BadEntry {
        return new LegQuality(
                text(),
                LegQuality.Who.valueOf(text()),
                text(),
                in.getLong(),
                in.getDouble(),
                in.getDouble(),
                isThere() ? Double.valueOf(in.getDouble()) : null,
                in.getDouble());
    }

    private Map<String, Private> attributes() throws BadEntry {
        int size = size();
        var all = new LinkedHashMap<String, Private>();
        String last = null;
        for (int i = 0; i < size; i++) {
            var name = text();
            require(last == null || last.compareTo(name) < 0, "attributes out of order");
            last = name;
            all.put(name, hidden());
        }
        return all;
    }

    private AgentDeed agent() throws BadEntry {
        var id = new UUID(in.getLong(), in.getLong());
        var agentId = text();
        var at = Instant.ofEpochMilli(in.getLong());
        long lastedMs = in.getLong();
        What what =
                switch (text()) {
                    case "signed-in" -> new What.SignedIn();
                    case "signed-out" -> new What.SignedOut();
                    case "state" -> new What.ChangedState(text(), text());
                    case "contact" -> new What.HadContact(text(), text());
                    default -> throw new BadEntry("an unknown deed");
                };
        return new AgentDeed(id, agentId, at, what, lastedMs);
    }

    // ---- parts

    /** Reads one of a list. */
    @FunctionalInterface
    private interface Item<T> {
        T read() throws BadEntry;
    }

    private <T> List<T> list(Item<T> item) throws BadEntry {
        int size = size();
        var all = new ArrayList<T>();
        for (int i = 0; i < size; i++) {
            all.add(item.read());
        }
        return all;
    }

    /** Of a list or of a text: every one of it takes a byte at least. */
    private int size() throws BadEntry {
        int size = in.getInt();
        require(size >= 0 && size <= in.remaining(), "a length beyond its end");
        return size;
    }

    private String text() throws BadEntry {
        int length = size();
        var utf8 = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new BadEntry("no UTF-8");
        }
    }

    private Private hidden() throws BadEntry {
        return new Private(text());
    }

    private @Nullable Private optionalHidden() throws BadEntry {
        return isThere() ? hidden() : null;
    }

    private @Nullable String optionalText() throws BadEntry {
        return isThere() ? text() : null;
    }

    private @Nullable Long optionalLong() throws BadEntry {
        return isThere() ? Long.valueOf(in.getLong()) : null;
    }

    private boolean isThere() throws BadEntry {
        byte flag = in.get();
        require(flag == 0 || flag == 1, "neither there nor missing");
        return flag == 1;
    }

    private static void require(boolean holds, String otherwise) throws BadEntry {
        if (!holds) {
            throw new BadEntry(otherwise);
        }
    }
}
