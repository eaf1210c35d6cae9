package dev.crosspoint.media.loop;

import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.call.Count;
import dev.crosspoint.media.call.Leg;
import dev.crosspoint.media.call.Outbox;
import dev.crosspoint.media.record.Recorder;
import dev.crosspoint.media.record.Tape;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Carries out what the calls of one loop ask for. */
final class LoopOutbox implements Outbox {
    private final MediaVerticle verticle;
    private final Counters<Count> counts;

    LoopOutbox(MediaVerticle verticle, Counters<Count> counts) {
        this.verticle = verticle;
        this.counts = counts;
    }

    @Override
    public void datagram(
            Leg leg, boolean rtcp, InetSocketAddress to, byte[] data, int offset, int length) {
        verticle.send(leg, rtcp, to, data, offset, length);
    }

    @Override
    public void handshakeRecord(Leg leg, byte[] data, int offset, int length) {
        if (leg.door() instanceof LegDoor.Shared door && door.handshake() != null) {
            door.handshake().offer(data, offset, length);
        }
    }

    @Override
    public void pathValidated(Leg leg, InetSocketAddress from) {
        verticle.atHome(leg, home -> home.doors().pathValidated(leg, from));
    }

    @Override
    public void closed(Leg leg) {
        verticle.forgets(leg);
        verticle.atHome(leg, home -> home.dismiss(leg));
    }

    @Override
    public void event(String address, MediaEvent event) {
        verticle.publish(address, event);
    }

    @Override
    public @Nullable Tape tape(RecordLegs command, String events) {
        Recorder recorder = verticle.recorder();
        return recorder == null
                ? null
                : recorder.open(
                        verticle.loop().index(),
                        command.tenant(),
                        command.recording(),
                        command.description(),
                        reason ->
                                verticle.publish(
                                        events,
                                        new MediaEvent.RecordingFailed(
                                                command.tenant(),
                                                command.call(),
                                                command.recording(),
                                                reason)));
    }

    @Override
    public void count(Count what, long howMany) {
        counts.add(what, howMany);
        if (what == Count.RTP_RELAYED) {
            verticle.loop().pace().passedOn();
        }
    }
}
