package dev.crosspoint.media.delivery;

/** What a delivery wants done. */
public sealed interface DeliveryEffect {
    /**
     * Deliver under this ordinal; answer {@link DeliveryInput.Sent} or {@link
     * DeliveryInput.NotSent}.
     */
    record Send(int ordinal) implements DeliveryEffect {}

    /** Answer {@link DeliveryInput.Confirmed} or {@link DeliveryInput.NotConfirmed}. */
    record Confirm(Receipt receipt) implements DeliveryEffect {}

    /**
     * Erase what we hold of it; answer {@link DeliveryInput.Erased}. May be asked twice, and finds
     * nothing then.
     */
    record Erase() implements DeliveryEffect {}

    /** Tell whoever runs the gateway. */
    record Alarm(Kind kind) implements DeliveryEffect {}

    /** What was late has come through. */
    record AllClear() implements DeliveryEffect {}

    /** What there is to tell. */
    enum Kind {
        /** Not delivered {@link Delivery#LATE_AFTER} after it was due. */
        LATE,
        /** Something else lay under its name. */
        CONFLICT,
        /** Given up. */
        FAILED
    }
}
