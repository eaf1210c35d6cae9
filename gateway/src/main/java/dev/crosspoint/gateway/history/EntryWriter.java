package dev.crosspoint.gateway.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactTimes;
import dev.crosspoint.gateway.contact.LegQuality;
import dev.crosspoint.gateway.store.AgentDeed;
import dev.crosspoint.gateway.store.AgentDeed.What;
import dev.crosspoint.signaling.api.Private;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Entries as bytes, big-endian: a byte for the version of the format, a byte for the kind, then the
 * fields in order. A text is its length in 4 bytes and UTF-8, a list its size in 4 bytes, what may
 * be missing a byte 0 or 1 before it, an enumeration its name. Whatever is no Unicode in a text
 * (half a surrogate pair) becomes a question mark.
 *
 * <p>Bytes and not JSON: attributes of 32 KiB have to fit into one entry whatever is in them.
 */
final class EntryWriter {
    static final byte VERSION = 1;
    static final byte CONTACT = 1;
    static final byte AGENT = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final DataOutputStream out = new DataOutputStream(bytes);

    private EntryWriter() {}

    /** An entry's bytes. */
    static byte[] bytes(Entry entry) {
        var writer = new EntryWriter();
        try {
            writer.out.writeByte(VERSION);
            switch (entry) {
                case Entry.OfContact(var record) -> writer.contact(record);
                case Entry.OfAgent(var deed) -> writer.agent(deed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.bytes.toByteArray();
    }

    private void contact(ContactRecord record) throws IOException {
        out.writeByte(CONTACT);
        text(record.tenant().account());
        text(record.tenant().instance());
        text(record.contact().id());
        text(record.contact().initialId());
        optional(record.contact().previousId());
        out.writeLong(record.version());
        text(record.method().name());
        times(record.times());
        text(record.queue());
        optional(record.agentId());
        text(record.customerNumber().value());
        text(record.systemNumber().value());
        out.writeInt(record.dialled().size());
        for (var each : record.dialled()) {
            text(each.by().name());
            text(each.number().value());
        }
        optional(value(record.name()));
        optional(value(record.description()));
        attributes(record.attributes());
        out.writeInt(record.references().size());
        for (var each : record.references()) {
            text(each.kind().name());
            text(each.name());
            text(each.value().value());
        }
        optional(record.disconnectReason());
        legs(record.legs());
        out.writeInt(record.recordings().size());
        for (var each : record.recordings()) {
            text(each);
        }
    }

    private void times(ContactTimes times) throws IOException {
        out.writeLong(times.initiatedMs());
        optional(times.queuedMs());
        optional(times.connectedMs());
        optional(times.endedMs());
        out.writeInt(times.holds());
        out.writeLong(times.holdMs());
        out.writeLong(times.longestHoldMs());
        out.writeLong(times.afterWorkMs());
    }

    /** In the order of their names, so that equal records have equal bytes. */
    private void attributes(Map<String, Private> attributes) throws IOException {
        var sorted = new TreeMap<String, Private>();
        attributes.forEach((name, value) -> sorted.put(unicode(name), value));
        out.writeInt(sorted.size());
        for (var each : sorted.entrySet()) {
            text(each.getKey());
            text(each.getValue().value());
        }
    }

    private void legs(List<LegQuality> legs) throws IOException {
        out.writeInt(legs.size());
        for (var each : legs) {
            text(each.leg());
            text(each.who().name());
            text(each.codec());
            out.writeLong(each.packets());
            out.writeDouble(each.lostPercent());
            out.writeDouble(each.jitterMs());
            var roundTrip = each.roundTripMs();
            out.writeBoolean(roundTrip != null);
            if (roundTrip != null) {
                out.writeDouble(roundTrip);
            }
            out.writeDouble(each.mos());
        }
    }

    private void agent(AgentDeed deed) throws IOException {
        out.writeByte(AGENT);
        out.writeLong(deed.id().getMostSignificantBits());
        out.writeLong(deed.id().getLeastSignificantBits());
        text(deed.agentId());
        out.writeLong(deed.at().toEpochMilli());
        out.writeLong(deed.lastedMs());
        text(deed.kind());
        switch (deed.what()) {
            case What.SignedIn _, What.SignedOut _ -> {}
            case What.ChangedState(var from, var to) -> {
                text(from);
                text(to);
            }
            case What.HadContact(var contact, var outcome) -> {
                text(contact);
                text(outcome);
            }
        }
    }

    /** As it will be read: two names may be one then. */
    private static String unicode(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    private void text(String text) throws IOException {
        var utf8 = text.getBytes(UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private void optional(@Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            text(text);
        }
    }

    private void optional(@Nullable Long number) throws IOException {
        out.writeBoolean(number != null);
        if (number != null) {
            out.writeLong(number);
        }
    }

    private static @Nullable String value(@Nullable Private hidden) {
        return hidden == null ? null : hidden.value();
    }
}
