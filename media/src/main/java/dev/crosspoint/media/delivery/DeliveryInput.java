package dev.crosspoint.media.delivery;

/** What a delivery is told. */
public sealed interface DeliveryInput {
    /** Time has passed. */
    record Tick() implements DeliveryInput {}

    /** The target has it. */
    record Sent(Receipt receipt) implements DeliveryInput {}

    /** The target did not take it. */
    record NotSent(DeliveryFailure.Reason why) implements DeliveryInput {}

    /** It is there as the receipt says. */
    record Confirmed() implements DeliveryInput {}

    /** It is not, or nobody says. */
    record NotConfirmed(DeliveryFailure.Reason why) implements DeliveryInput {}

    /** What we held is gone. */
    record Erased() implements DeliveryInput {}

    /** Somebody wants it tried now, also after it was given up. */
    record AskedAgain() implements DeliveryInput {}

    /** The process is new: nothing that was under way will be answered. */
    record Restarted() implements DeliveryInput {}
}
