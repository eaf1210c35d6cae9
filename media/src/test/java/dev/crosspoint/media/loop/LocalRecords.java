package dev.crosspoint.media.loop;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** What the assembly does in production: lets records pass over the local bus as they are. */
public final class LocalRecords implements MessageCodec<Object, Object> {

    public static void installOn(EventBus bus) {
        bus.registerCodec(new LocalRecords());
        bus.codecSelector(body -> body instanceof Record ? "local-records" : null);
    }

    @Override
    public Object transform(Object message) {
        return message;
    }

    @Override
    public String name() {
        return "local-records";
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    @Override
    public void encodeToWire(Buffer buffer, Object message) {
        throw new UnsupportedOperationException("local only");
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException("local only");
    }
}
