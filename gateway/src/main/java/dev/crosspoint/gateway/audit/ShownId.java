package dev.crosspoint.gateway.audit;

/** What people gave as an id, as the audit trail may have it. */
public final class ShownId {
    private ShownId() {}

    /** An id as we make them; whatever else was said there may be a number or a name. */
    public static String of(String id) {
        if (id.isEmpty()) {
            return "any";
        }
        boolean looksLikeOurs = id.matches("[A-Za-z0-9._-]{1,128}") && !id.matches("[0-9._-]{5,}");
        return looksLikeOurs ? id : "hidden";
    }
}
