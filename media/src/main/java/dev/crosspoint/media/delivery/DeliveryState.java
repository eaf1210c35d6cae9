package dev.crosspoint.media.delivery;

import java.time.Instant;

/** Where one artefact is on its way. Kept in the store; what was kept last is where it goes on. */
public sealed interface DeliveryState {
    Progress progress();

    /** For the time of the next attempt. */
    record Waiting(Progress progress, Instant until) implements DeliveryState {}

    /** For the target's answer to {@link DeliveryEffect.Send}. */
    record Sending(Progress progress) implements DeliveryState {}

    /** For the target's answer to {@link DeliveryEffect.Confirm}. */
    record Confirming(Progress progress, Receipt receipt) implements DeliveryState {}

    /** It is there, confirmed; what we hold may go. */
    record Erasing(Progress progress, Receipt receipt, Instant again) implements DeliveryState {}

    /** The end. */
    record Delivered(Progress progress, Receipt receipt) implements DeliveryState {}

    /** Given up; what we hold stays, and it may be asked for again. */
    record Failed(Progress progress) implements DeliveryState {}
}
