package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.sip.Bindings.Contact;
import dev.crosspoint.signaling.sip.RegisterRequest.Wish;
import gov.nist.javax.sip.message.SIPRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterRequestTest {
    private static final String JSSIP =
            "Contact: <sip:q2m4@f8e1.invalid;transport=ws>;+sip.ice;reg-id=1;"
                    + "+sip.instance=\"<urn:uuid:8f1fa16a-1165-4a96-8341-785b1ef24f12>\";expires=600\n";

    static String text(String fields) {
        return """
        REGISTER sip:gateway.example SIP/2.0
        Via: SIP/2.0/WSS f8e1.invalid;branch=z9hG4bK1
        Max-Forwards: 69
        To: <sip:anna@gateway.example>
        From: <sip:anna@gateway.example>;tag=1
        Call-ID: c
        CSeq: 1 REGISTER
        %sContent-Length: 0

        """
                .formatted(fields)
                .replace("\n", "\r\n");
    }

    private static RegisterRequest read(String fields) throws BadMessage, RegisterRequest.Refused {
        byte[] bytes = text(fields).getBytes(StandardCharsets.ISO_8859_1);
        return RegisterRequest.read((SIPRequest) MessageReader.read(bytes, 0, bytes.length));
    }

    @Test
    void readsWhatJsSipSends() throws Exception {
        var asked = read(JSSIP + "Expires: 600\nSupported: path,gruu,outbound\n");
        assertThat(asked.user().value()).isEqualTo("anna");
        assertThat(asked.outbound()).isTrue();
        assertThat(asked.wish())
                .isEqualTo(
                        new Wish.Bind(
                                "urn:uuid:8f1fa16a-1165-4a96-8341-785b1ef24f12",
                                new Contact(new Private("q2m4"), "f8e1.invalid"),
                                600));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    Contact: <sip:u@a.invalid>                           | Bind u@a.invalid 600
                    Contact: <sip:u@a.invalid>;expires=120               | Bind u@a.invalid 120
                    Contact: <sip:u@a.invalid>;expires=99999             | Bind u@a.invalid 3600
                    Contact: <sip:u@a.invalid>;expires=60~Expires: 300   | Bind u@a.invalid 60
                    Contact: <sip:u@a.invalid>~Expires: 300              | Bind u@a.invalid 300
                    Contact: <sip:u@a.invalid>;expires=0                 | Unbind u@a.invalid
                    Contact: <sip:u@a.invalid>~Expires: 0                | Unbind u@a.invalid
                    Contact: *~Expires: 0                                | UnbindAll
                    Supported: outbound                                  | Ask
                    """)
    void readsWhatIsAskedFor(String fields, String wish) throws Exception {
        var asked = read(fields.replace("~", "\n") + "\n");
        assertThat(
                        switch (asked.wish()) {
                            case Wish.Bind(var name, _, int seconds) ->
                                    "Bind " + name + " " + seconds;
                            case Wish.Unbind(var name) -> "Unbind " + name;
                            case Wish.UnbindAll() -> "UnbindAll";
                            case Wish.Ask() -> "Ask";
                        })
                .isEqualTo(wish);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    Contact: <sip:u@a.invalid>;expires=59                | 423
                    Contact: *                                           | 400
                    Contact: *~Expires: 60                               | 400
                    Contact: <sip:a.invalid>                             | 400
                    Contact: <tel:+4930123>                              | 400
                    Contact: <sip:u@a.invalid>~Contact: <sip:v@a.invalid>| 400
                    """)
    void refusesWhatCannotBe(String fields, int status) {
        assertThatThrownBy(() -> read(fields.replace("~", "\n") + "\n"))
                .isInstanceOfSatisfying(
                        RegisterRequest.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }
}
