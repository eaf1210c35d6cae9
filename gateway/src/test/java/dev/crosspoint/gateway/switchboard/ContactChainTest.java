package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.signaling.api.AgentMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each agent's interval is a contact of its own: its ids, whose it is, and what is said of it. */
class ContactChainTest {
    private Scene scene = Scene.annTalks();

    @AfterEach
    void nothingIsLeft() {
        scene.finish();
    }

    /** The contact of an agent who is in the call. */
    private Contact contact(String who) {
        var party = scene.find(who).orElseThrow();
        assertThat(party.role()).isInstanceOf(Role.Agent.class);
        var contact = ((Role.Agent) party.role()).contact();
        assertThat(scene.office.contactOf(scene.agent(who))).isEqualTo(contact.id());
        return contact;
    }

    private String initial() {
        return scene.state().facts().contactId();
    }

    @Test
    void givesTheFirstAgentTheInitialContactAndTheNextOneOfItsOwn() {
        var ann = contact("ann");
        assertThat(ann).isEqualTo(new Contact(initial(), initial(), null));

        scene.play("ann transfers to bob, bob takes");
        var bob = contact("bob");
        assertThat(bob).isEqualTo(new Contact(bob.id(), initial(), ann.id()));
        assertThat(bob.id()).isNotEqualTo(ann.id());

        scene.play("bob transfers to queue service, cat takes");
        var cat = contact("cat");
        assertThat(cat).isEqualTo(new Contact(cat.id(), initial(), bob.id()));

        scene.play("cat consults ann, ann takes, cat completes");
        var again = contact("ann");
        assertThat(again).isEqualTo(new Contact(again.id(), initial(), cat.id()));
        assertThat(again.id()).isNotEqualTo(ann.id());
    }

    @Test
    void keepsTheContactWhoeverItIsOfferedToInTurn() {
        scene = Scene.empty();
        scene.play(
                """
                ann becomes available, bob becomes available, customer calls
                ann told offered:inbound:Sales
                ann rejects
                bob told offered:inbound:Sales
                bob takes
                """);

        assertThat(contact("bob")).isEqualTo(new Contact(initial(), initial(), null));
        assertThat(
                        scene.office
                                .last(scene.agent("ann"), AgentMessage.ContactEnded.class)
                                .contactId())
                .isEqualTo(initial());
    }

    @Test
    void doesNotCountAnAgentWhoNeverCameAsPrevious() {
        var ann = contact("ann");
        scene.play("ann consults bob, bob rejects, ann consults eve, eve takes");

        assertThat(contact("eve").previousId()).isEqualTo(ann.id());
    }

    @Test
    void givesEachOfAConferenceAContactOfItsOwn() {
        var ann = contact("ann");
        scene.play("ann adds bob, ann adds eve, bob takes, eve takes");
        var bob = contact("bob");
        var eve = contact("eve");

        assertThat(bob.previousId()).isEqualTo(ann.id());
        assertThat(eve.previousId()).isEqualTo(ann.id());
        assertThat(bob.id()).isNotEqualTo(eve.id());
        assertThat(bob.initialId()).isEqualTo(initial()).isEqualTo(eve.initialId());
    }

    @Test
    void givesASupervisorAContactThatBelongsToNoChain() {
        var ann = contact("ann");
        scene.play("sue monitors ann, sue connects, ann consults bob, bob takes");

        assertThat(contact("sue")).isEqualTo(new Contact(contact("sue").id(), initial(), ann.id()));
        assertThat(contact("bob").previousId()).isEqualTo(ann.id());
    }

    @Test
    void goesOnWithTheChainAfterAFlow() {
        scene =
                Scene.annTalks(
                        Scene.empty(FlowFixtures.keyThenSales()),
                        "customer calls, customer presses 1");
        var ann = contact("ann");
        scene.play("ann transfers to flow inbound, customer presses 1, bob takes");

        assertThat(contact("bob")).isEqualTo(new Contact(contact("bob").id(), initial(), ann.id()));
    }

    @Test
    void chainsTheContactsOfCallsBetweenColleaguesAndOutwards() {
        scene = Scene.empty();
        scene.play("bob becomes available, ann dials bob, ann connects, bob takes");
        assertThat(contact("ann")).isEqualTo(new Contact(initial(), initial(), null));
        assertThat(contact("bob"))
                .isEqualTo(new Contact(contact("bob").id(), initial(), initial()));
        scene.finish();

        scene = Scene.empty();
        scene.play("bob becomes available, ann dials 777, ann connects, customer answers");
        scene.play("ann transfers to bob, bob takes");
        assertThat(contact("bob"))
                .isEqualTo(new Contact(contact("bob").id(), initial(), initial()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann transfers to bob                    | bob | offered:transfer:from-ann
                    ann consults bob                        | bob | offered:transfer:from-ann
                    ann adds bob                            | bob | offered:transfer:from-ann
                    ann consults queue sales                | bob | offered:transfer:from-ann:Sales
                    ann adds queue sales                    | bob | offered:transfer:from-ann:Sales
                    ann transfers to queue sales            | bob | offered:transfer:from-ann:Sales
                    ann consults dan                        | dan | offered:transfer:from-ann:desk-phone
                    ann adds bob, bob takes, bob consults cat | cat | offered:transfer:from-bob
                    ann adds 777, 777 answers, ann adds bob | bob | offered:transfer:from-ann
                    sue monitors ann                        | sue | offered:monitor
                    sue barges ann                          | sue | offered:monitor
                    """)
    void saysWhereAContactComesFrom(String steps, String who, String offered) {
        scene.play(steps);
        scene.play(who + " told " + offered);

        var event = scene.office.last(scene.agent(who), AgentMessage.ContactOffered.class);
        assertThat(event.number().value()).isEqualTo(Office.CUSTOMER);
    }

    @Test
    void tellsEachAgentOfItsOwnContactOnly() {
        var initial = initial();
        scene.play(
                """
                ann consults bob, bob takes, ann swaps, ann joins, ann adds eve, eve takes
                ann hangs up, customer hangs up, bob hangs up
                """);

        Map<String, String> owners = new LinkedHashMap<>();
        scene.office.events.forEach((session, events) -> {
            for (var event : events) {
                if (event instanceof AgentMessage.ContactRoster roster) {
                    assertThat(owners.put(roster.contactId(), session)).isIn(null, session);
                    assertThat(roster.view().contactId()).isEqualTo(initial);
                }
            }
        });
        assertThat(owners).containsKey(initial).hasSize(3);
    }

    @Test
    void findsTheCallByEachOfItsContactsWhileTheyLast() {
        var ann = contact("ann").id();
        scene.play("ann consults bob, bob takes");
        var bob = contact("bob").id();
        var calls = scene.office.switchboard.calls();
        assertThat(calls.contact(ann)).isEqualTo(calls.contact(bob)).isPresent();

        scene.play("bob hangs up");
        assertThat(calls.contact(bob)).isEmpty();
        assertThat(calls.contact(ann)).isPresent();
        scene.play("ann transfers to eve, eve takes");
        assertThat(calls.contact(initial())).as("the call keeps its first id").isPresent();
    }
}
