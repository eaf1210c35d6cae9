package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.ERRORS;
import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.mark;
import static dev.crosspoint.gateway.flow.FlowText.to;
import static dev.crosspoint.gateway.flow.FlowText.walk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.contact.Details;
import dev.crosspoint.gateway.contact.Reference;
import dev.crosspoint.gateway.contact.Reference.Kind;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What flows say of contacts: name, description, references. */
class DetailsTest {
    private static final String URL =
            "'References': {'order': {'Type': 'URL', 'Value': 'https://a.example/1'},"
                    + " 'case': {'Type': 'CASE', 'Value': '$.CustomerEndpoint.Address'}}";

    private static Details after(String first, String second) {
        return walk(
                        action("a", "UpdateContactData", first, to("b") + "," + ERRORS),
                        action("b", "UpdateContactData", second, to("c") + "," + ERRORS),
                        mark("c"),
                        mark("failed"))
                .state()
                .data()
                .details();
    }

    @Test
    void areSetOneByOneAndKeepTheOthers() {
        assertThat(after("'Name': 'Order 7', " + URL, "'Description': 'It is late'"))
                .isEqualTo(
                        new Details(
                                new Private("Order 7"),
                                new Private("It is late"),
                                List.of(
                                        new Reference(
                                                Kind.CONTACT_REFERENCE,
                                                "order",
                                                new Private("https://a.example/1")),
                                        new Reference(
                                                Kind.CASE, "case", new Private("+442079460123")))));
    }

    @Test
    void areReplacedByNameAndTakenAwayByEmptyText() {
        assertThat(
                        after(
                                "'Name': 'Order 7', " + URL,
                                "'Name': '', 'References': {'case': {'Type': 'CASE', 'Value':"
                                        + " '8'}}"))
                .isEqualTo(
                        new Details(
                                null,
                                null,
                                List.of(
                                        new Reference(
                                                Kind.CONTACT_REFERENCE,
                                                "order",
                                                new Private("https://a.example/1")),
                                        new Reference(Kind.CASE, "case", new Private("8")))));
    }

    @Test
    void areAllSetOrNone() {
        for (var bad :
                List.of(
                        "'case': {'Type': 'TASK', 'Value': '8'}",
                        "'new': {'Type': 'TASK', 'Value': '$.StoredCustomerInput'}")) {
            assertThat(after(URL, "'Name': 'lost', 'References': {" + bad + "}").name()).isNull();
        }
    }

    @Test
    void areNotMoreThanARecordHolds() {
        var some = new StringBuilder();
        for (int i = 0; i < Details.MAX_REFERENCES; i++) {
            some.append(i == 0 ? "" : ",").append("'r" + i + "': {'Type': 'TASK', 'Value': '1'}");
        }

        var full = after("'References': {" + some + "}", URL);

        assertThat(full.references())
                .hasSize(Details.MAX_REFERENCES)
                .allMatch(each -> each.kind() == Kind.TASK);
    }

    @Test
    void hideThemselves() {
        assertThat(after("'Name': 'Zebediah', " + URL, "'Description': 'Elm Row'").toString())
                .doesNotContain("Zebediah", "Elm Row", "example", "442079460123");
    }
}
