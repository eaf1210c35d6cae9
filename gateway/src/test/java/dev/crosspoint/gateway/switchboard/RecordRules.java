package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.contact.ContactRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is true of contact records whatever happens in calls. */
final class RecordRules {
    private RecordRules() {}

    /** The newest record of each contact, in the order in which they began. */
    static Map<String, ContactRecord> newest(List<ContactRecord> records) {
        var newest = new LinkedHashMap<String, ContactRecord>();
        records.forEach(record -> newest.put(record.contact().id(), record));
        return newest;
    }

    /** Of any records: versions rise one by one, and what was once said stays. */
    static void check(List<ContactRecord> records) {
        var before = new HashMap<String, ContactRecord>();
        for (var record : records) {
            var last = before.put(record.contact().id(), record);
            assertThat(record.version()).isEqualTo(last == null ? 1 : last.version() + 1);
            var times = record.times();
            if (times.endedMs() != null) {
                assertThat(record.disconnectReason()).as("%s", record).isNotNull();
                assertThat(times.endedMs()).isGreaterThanOrEqualTo(times.initiatedMs());
            } else {
                assertThat(record.disconnectReason()).as("%s", record).isNull();
                assertThat(times.afterWorkMs()).isZero();
            }
            if (times.connectedMs() != null) {
                assertThat(record.agentId()).as("%s", record).isNotNull();
                assertThat(times.connectedMs()).isGreaterThanOrEqualTo(times.initiatedMs());
            }
            assertThat(times.holdMs()).isGreaterThanOrEqualTo(times.longestHoldMs());
            if (last != null) {
                assertThat(record.contact()).isEqualTo(last.contact());
                assertThat(record.recordings()).containsAll(last.recordings());
                assertThat(record.dialled()).containsAll(last.dialled());
                if (last.disconnectReason() != null) {
                    assertThat(times.endedMs()).isEqualTo(last.times().endedMs());
                    assertThat(record.disconnectReason()).isEqualTo(last.disconnectReason());
                }
            }
        }
    }

    /** When no call is left, every contact has its end. */
    static void checkAllEnded(List<ContactRecord> records) {
        check(records);
        newest(records)
                .values()
                .forEach(record ->
                        assertThat(record.times().endedMs()).as("%s", record).isNotNull());
    }
}
