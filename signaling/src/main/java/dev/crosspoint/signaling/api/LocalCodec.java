package dev.crosspoint.signaling.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Hands immutable records over the local event bus as they are: the receiver gets the very object
 * that was sent. Never meant for a wire; a clustered bus that tries is told so.
 *
 * <p>The assembly calls {@link #installOn} once per Vert.x; senders name the codec through {@link
 * #options()}.
 */
public final class LocalCodec implements MessageCodec<Object, Object> {

    /** Name of the codec on the bus. */
    public static final String NAME = "crosspoint-local";

    /** Registers the codec, and makes it the choice for every record without a codec of its own. */
    public static void installOn(EventBus bus) {
        bus.registerCodec(new LocalCodec());
        // null: no preference, the codecs of Vert.x decide.
        bus.codecSelector(body -> body instanceof Record ? NAME : null);
    }

    /** Delivery options of a message that stays in this process. */
    public static DeliveryOptions options() {
        return new DeliveryOptions().setCodecName(NAME).setLocalOnly(true);
    }

    @Override
    public Object transform(Object message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    @Override
    public void encodeToWire(Buffer buffer, Object message) {
        throw new UnsupportedOperationException("records of this bus stay in one process");
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException("records of this bus stay in one process");
    }
}
