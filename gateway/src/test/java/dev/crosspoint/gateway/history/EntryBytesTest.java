package dev.crosspoint.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.journal.Journal;
import dev.crosspoint.signaling.api.Private;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Entries as bytes, there and back. */
class EntryBytesTest {

    @Test
    void areReadAsTheyWereWritten() throws Exception {
        var entries = new Entries(58);
        for (int i = 0; i < 2_000; i++) {
            var entry = entries.any();
            assertThat(EntryReader.read(EntryWriter.bytes(entry))).isEqualTo(entry);
        }
    }

    @Test
    void areTheSameForTheSameRecord() {
        assertThat(EntryWriter.bytes(new Entries(7).any()))
                .isEqualTo(EntryWriter.bytes(new Entries(7).any()));
    }

    @Test
    void areNotReadWhenAnyOfThemIsMissingOrTooMany() {
        var entries = new Entries(3);
        for (int i = 0; i < 50; i++) {
            var bytes = EntryWriter.bytes(entries.any());
            for (int length = 0; length < bytes.length; length++) {
                var cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> EntryReader.read(cut)).isInstanceOf(BadEntry.class);
            }
            assertThatThrownBy(() -> EntryReader.read(Arrays.copyOf(bytes, bytes.length + 1)))
                    .isInstanceOf(BadEntry.class)
                    .hasMessage("something after its end");
        }
    }

    @Test
    void areNotReadWhenTheyAreOfALaterVersion() {
        var bytes = EntryWriter.bytes(new Entries(1).any());
        bytes[0]++;
        assertThatThrownBy(() -> EntryReader.read(bytes)).hasMessage("of another version");
    }

    @Test
    void fitIntoAnEntryOfTheJournalHoweverMuchThereIs() throws Exception {
        var entry = new Entry.OfContact(Entries.largest());
        var bytes = EntryWriter.bytes(entry);
        assertThat(bytes.length).isLessThanOrEqualTo(Journal.MAX_ENTRY);
        assertThat(EntryReader.read(bytes)).isEqualTo(entry);
    }

    @Test
    void areReadAlsoWhereATextIsNoUnicode() throws Exception {
        var record = Entries.contact("c", 1, 5, null);
        var odd =
                new ContactRecord(
                        record.tenant(),
                        record.contact(),
                        1,
                        record.method(),
                        record.times(),
                        "\ud800",
                        null,
                        record.customerNumber(),
                        record.systemNumber(),
                        record.dialled(),
                        null,
                        null,
                        Map.of("\ud800", new Private("1"), "\ud801", new Private("2")),
                        record.references(),
                        null,
                        record.legs(),
                        record.recordings());

        var read = EntryReader.read(EntryWriter.bytes(new Entry.OfContact(odd)));

        assertThat(read)
                .isInstanceOfSatisfying(
                        Entry.OfContact.class,
                        it -> {
                            assertThat(it.record().queue()).isEqualTo("?");
                            assertThat(it.record().attributes()).containsOnlyKeys("?");
                        });
    }
}
