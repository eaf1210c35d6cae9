package dev.crosspoint.gateway.bookkeeping;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactRecord.Dialled;
import dev.crosspoint.gateway.contact.ContactRecord.Method;
import dev.crosspoint.gateway.contact.ContactTimes;
import dev.crosspoint.gateway.contact.Details;
import dev.crosspoint.gateway.contact.LegQuality.Who;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One contact while something can still become known of it. */
final class ContactPage {
    /**
     * Most of each list: a record has to fit into one entry of a journal, whatever goes on in a
     * call that never ends.
     */
    static final int MOST = 100;

    private final Tenant tenant;
    private final Contact contact;
    private final Method method;
    private final Private customerNumber;
    private final Private systemNumber;
    private final long initiatedMs;
    private final Holds holds = new Holds();
    private final Map<LegId, LegTally> legs = new LinkedHashMap<>();
    private final List<Dialled> dialled = new ArrayList<>();
    private final List<String> recordings = new ArrayList<>();
    private Map<String, Private> attributes;
    private Details details;
    private long version;
    private Place place = Place.NOWHERE;
    private Place placeBefore = Place.NOWHERE;
    private @Nullable String waitsIn;
    private @Nullable String agentId;
    private @Nullable Long connectedMs;
    private @Nullable Long endedMs;
    private @Nullable String reason;
    private long afterWorkMs;

    /** A queue it was put into. */
    private record Place(String name, @Nullable Long sinceMs) {
        static final Place NOWHERE = new Place("", null);
    }

    ContactPage(Tenant tenant, Contact contact, Method method, ContactData data, long initiatedMs) {
        this.tenant = tenant;
        this.contact = contact;
        this.method = method;
        this.customerNumber = data.customerAddress();
        this.systemNumber = data.systemAddress();
        this.attributes = data.attributes();
        this.details = data.details();
        this.initiatedMs = initiatedMs;
    }

    String id() {
        return contact.id();
    }

    boolean isOver() {
        return endedMs != null;
    }

    /** Whether it was put into a queue, and nobody took it out of there. */
    boolean isWaiting() {
        return connectedMs == null && waitsIn != null;
    }

    boolean isConnected() {
        return connectedMs != null;
    }

    // --- what becomes known; each answers whether that is worth writing down at once ---

    /** It waits in this queue; told again while it does. */
    boolean waits(String queue, String name, long nowMs) {
        if (queue.equals(waitsIn)) {
            return false;
        }
        waitsIn = queue;
        placeBefore = place;
        place = new Place(name, nowMs);
        return true;
    }

    /** The queue did not take it. */
    void refused() {
        if (waitsIn != null) {
            place = placeBefore;
        }
        waitsIn = null;
    }

    /** The seat that waited is gone; another may come. */
    void leaves() {
        waitsIn = null;
    }

    void agent(String id) {
        agentId = id;
    }

    boolean connected(long atMs) {
        if (connectedMs != null) {
            return false;
        }
        connectedMs = atMs;
        return true;
    }

    void held(boolean now, long nowMs) {
        holds.set(now, nowMs);
    }

    boolean dialled(Dialled.By by, Private number) {
        return dialled.size() < MOST && dialled.add(new Dialled(by, number));
    }

    boolean recorded(String recording) {
        return !recordings.contains(recording)
                && recordings.size() < MOST
                && recordings.add(recording);
    }

    /** What flows have said of it. */
    boolean carries(ContactData now) {
        if (attributes.equals(now.attributes()) && details.equals(now.details())) {
            return false;
        }
        attributes = now.attributes();
        details = now.details();
        return isOver();
    }

    void sounds(LegId leg, Who who, QualityReport report, long arrived, String codec) {
        if (legs.size() < MOST || legs.containsKey(leg)) {
            legs.computeIfAbsent(leg, id -> new LegTally(id.value(), who))
                    .add(report, arrived, codec);
        }
    }

    void ends(String why, long nowMs) {
        holds.set(false, nowMs);
        endedMs = nowMs;
        reason = why;
    }

    void afterWork(long ms) {
        afterWorkMs += ms;
    }

    /** As it is now, as its next version. */
    ContactRecord next() {
        version++;
        return new ContactRecord(
                tenant,
                contact,
                version,
                method,
                new ContactTimes(
                        initiatedMs,
                        place.sinceMs(),
                        connectedMs,
                        endedMs,
                        holds.count(),
                        holds.totalMs(),
                        holds.longestMs(),
                        afterWorkMs),
                place.name(),
                agentId,
                customerNumber,
                systemNumber,
                dialled,
                details.name(),
                details.description(),
                attributes,
                details.references(),
                reason,
                legs.values().stream().map(LegTally::quality).toList(),
                recordings);
    }
}
