package dev.crosspoint.gateway.call;

/** A participant's id, unique within its call and never used again there. */
public record PartyId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
