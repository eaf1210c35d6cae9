package dev.crosspoint.gateway.audit;

/** What people gave as an id, as the audit trail may have it. */
public final class ShownId {
    private ShownId() {}

    /** An id as we make them; whatever else was said there may be a number or a name. */
    public static String of(String id) {
        return shown(id, "[A-Za-z0-9._-]{1,128}");
    }

    /** The id of somebody who signs in, which may have the form of an address of e-mail. */
    public static String ofPerson(String id) {
        return shown(id, "[A-Za-z0-9._@-]{1,128}");
    }

    private static String shown(String id, String form) {
        if (id.isEmpty()) {
            return "any";
        }
        return id.matches(form) && !id.matches("[0-9._-]{5,}") ? id : "hidden";
    }
}
