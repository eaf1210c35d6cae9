package dev.crosspoint.loadtest.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.loadtest.desk.Desk.Phase;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DeskTest {
    @Test
    void followsAContactFromItsOfferToItsEnd() {
        Desk desk = Desk.EMPTY.started(false, 4);
        desk = desk.after(event(5, "agent.state", "'state':'available'"));
        assertThat(desk.state()).isEqualTo("available");
        desk = desk.after(event(6, "contact.offered", "'contactId':'c','number':'+4930'"));
        assertThat(desk.has(Phase.OFFERED)).isTrue();
        desk = desk.after(event(7, "contact.accepted", "'contactId':'c','contactToken':'t'"));
        assertThat(desk.contact()).isEqualTo(contact(Phase.ACCEPTED, ""));
        desk = desk.after(event(8, "contact.connected", "'contactId':'c'"));
        assertThat(desk.has(Phase.CONNECTED)).isTrue();
        desk = desk.after(event(9, "contact.ended", "'contactId':'c','reason':'customer-hung-up'"));
        assertThat(desk.contact()).isEqualTo(contact(Phase.ENDED, "customer-hung-up"));
        assertThat(desk.lastSeq()).isEqualTo(9);
    }

    @Test
    void takesEachEventOnce() {
        Desk desk = Desk.EMPTY.after(event(1, "agent.state", "'state':'available'"));
        assertThat(desk.after(event(1, "agent.state", "'state':'busy'"))).isEqualTo(desk);
    }

    @Test
    void doesNotCountWhatHasNoNumberOfItsOwn() {
        Desk desk = Desk.EMPTY.after(event(3, "agent.state", "'state':'busy'"));
        assertThat(desk.after(event(9, "contact.quality", "'contactId':'c'")).lastSeq())
                .isEqualTo(3);
    }

    @Test
    void advancesOverWhatItDoesNotKnow() {
        assertThat(Desk.EMPTY.after(event(2, "weather.changed", "")).lastSeq()).isEqualTo(2);
    }

    @Test
    void leavesItsContactAloneWhenAnotherEnds() {
        Desk desk = Desk.EMPTY.after(event(1, "contact.offered", "'contactId':'c'"));
        desk = desk.after(event(2, "contact.ended", "'contactId':'other','reason':'missed'"));
        assertThat(desk.has(Phase.OFFERED)).isTrue();
    }

    @Test
    void goesOnWhereItWasAfterAResume() {
        Desk desk = Desk.EMPTY.after(event(8, "agent.state", "'state':'available'"));
        assertThat(desk.started(true, 8)).isEqualTo(desk);
        assertThat(desk.started(false, 12)).isEqualTo(new Desk(12, "", null));
    }

    @Test
    void showsNeitherTokenNorNumber() {
        assertThat(contact(Phase.ACCEPTED, "").toString()).doesNotContain("t,", "+49");
    }

    private static Desk.Contact contact(Phase phase, String reason) {
        return new Desk.Contact("c", phase, "t", "+4930", reason);
    }

    private static JsonNode event(int seq, String type, String data) {
        String text =
                String.format(
                        Locale.ROOT,
                        "{'method':'event','params':{'seq':%d,'type':'%s','data':{%s}}}",
                        seq,
                        type,
                        data);
        return ((Rpc.Said.Event) Rpc.read(text.replace('\'', '"'))).params();
    }
}
