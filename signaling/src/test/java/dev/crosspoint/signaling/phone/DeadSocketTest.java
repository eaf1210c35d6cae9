package dev.crosspoint.signaling.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.PhonesRegistered;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Phones whose sockets are dead, which nobody has noticed yet. */
class DeadSocketTest {
    private static final String DIALOG = TrunkMessage.PHONE_DIALOG + "one";
    private static final String ANSWER = "v=0\r\ns=answer\r\n";

    private final Vertx network = Vertx.vertx();
    private PhoneServer server;

    /** Bytes get lost on the way from here on, and nobody is told. */
    private volatile boolean dead;

    DeadSocketTest() throws Exception {
        server = new PhoneServer(60);
    }

    @AfterEach
    void close() {
        // Sockets whose ends do not arrive are waited for, behind the next test.
        var _ = network.close();
        var _ = server.vertx.close();
    }

    /** A phone behind a network that can be {@link #dead}. */
    private RawPhone registered() throws Exception {
        var client = network.createNetClient();
        int gateway = server.port;
        var relay =
                PhoneServer.await(
                        network.createNetServer()
                                .connectHandler(phone -> {
                                    phone.pause();
                                    client.connect(gateway, "localhost")
                                            .onSuccess(there -> {
                                                pass(phone, there);
                                                pass(there, phone);
                                                phone.resume();
                                            });
                                })
                                .listen(0, "localhost"));
        server.relay = relay.actualPort();
        var phone = server.phoneByRelay("anna", "one").connect();
        phone.registers(PhoneServer.SECRET);
        return phone;
    }

    private void pass(NetSocket from, NetSocket to) {
        from.handler(bytes -> {
            if (!dead) {
                to.write(bytes);
            }
        });
        from.closeHandler(_ -> to.close());
    }

    private void place() throws Exception {
        assertThat(
                        server.say(
                                new TrunkMessage.PlaceCall(
                                        PhoneServer.TENANT,
                                        DIALOG,
                                        TrunkMessage.PHONES,
                                        new Private("+4930123456"),
                                        new Private("anna"),
                                        new Private("v=0\r\ns=offer\r\n"),
                                        20)))
                .isInstanceOf(TrunkMessage.Reply.Done.class);
    }

    private String answered(RawPhone phone) throws Exception {
        place();
        assertThat(phone.next()).startsWith("INVITE");
        String invite = phone.last;
        phone.answer(invite, "200 OK", "t", ANSWER);
        server.event(TrunkMessage.CallAnswered.class);
        assertThat(phone.next()).startsWith("ACK");
        phone.settles();
        return invite;
    }

    /** The same phone, by another socket; what it hears is the first thing that comes. */
    private RawPhone comesBack() throws Exception {
        var phone = server.phone("anna", "one").connect();
        assertThat(phone.ask(600)).contains("401");
        phone.prove(PhoneServer.SECRET, "MD5", 600);
        return phone;
    }

    @Test
    void areCalledByTheSocketThatTheyComeBackBy() throws Exception {
        registered();
        dead = true;
        place();

        var back = comesBack();

        assertThat(back.last).startsWith("INVITE");
        back.answer(back.last, "200 OK", "t", ANSWER);
        assertThat(server.event(TrunkMessage.CallAnswered.class).dialog()).isEqualTo(DIALOG);
        assertThat(back.next()).isEqualTo("SIP/2.0 200 OK"); // to its REGISTER
        assertThat(back.next()).startsWith("ACK");
    }

    @Test
    void areToldOfTheEndOfTheirCallByTheSocketThatTheyComeBackBy() throws Exception {
        var phone = registered();
        answered(phone);
        dead = true;
        server.say(new TrunkMessage.HangUp(DIALOG, "over"));
        server.event(TrunkMessage.CallEnded.class);

        assertThat(comesBack().last).startsWith("BYE");
    }

    @Test
    void areNotToldTwiceOfWhatHasArrived() throws Exception {
        var phone = registered();
        answered(phone);
        server.say(new TrunkMessage.HangUp(DIALOG, "over"));
        assertThat(phone.next()).startsWith("BYE");
        phone.answer(phone.last, "200 OK", "t", "");
        phone.settles();
        server.phones.clear();
        phone.drop();
        assertThat(server.phonesNow()).isZero();

        assertThat(comesBack().last).startsWith("SIP/2.0 200 OK");
    }

    @Test
    void areAwayWhenTheyAnswerNoPingBehindAMessage() throws Exception {
        registered();
        assertThat(server.phonesNow()).isEqualTo(1);
        dead = true;
        long calledNanos = System.nanoTime();
        place();

        PhonesRegistered news = server.phones.poll(20, TimeUnit.SECONDS);
        assertThat(news).isNotNull();
        assertThat(news.phones()).isZero();
        // RFC 5626 4.4.1: ten seconds, and not three pings of ten
        assertThat(System.nanoTime() - calledNanos)
                .isBetween(TimeUnit.SECONDS.toNanos(9), TimeUnit.SECONDS.toNanos(15));
        // It has not been given up: it may come back, by whatever way.
        assertThat(comesBack().last).startsWith("INVITE");
    }

    @Test
    void failForAReasonWhenTheyStayAway() throws Exception {
        server.close();
        server = new PhoneServer(1);
        registered();
        dead = true;
        place();

        var failed = server.events.poll(25, TimeUnit.SECONDS);
        assertThat(failed).isInstanceOf(TrunkMessage.CallFailed.class);
        assertThat(((TrunkMessage.CallFailed) failed).status()).isEqualTo(503);
    }
}
