package dev.crosspoint.gateway.store;

import java.util.Locale;

/** The personal kinds of a contact, each sealed by itself (PII-4). */
public enum SealedKind {
    /** Who called. */
    ORIGINATION_NUMBER,
    /** Whom we called. */
    OUTBOUND_NUMBER,
    /** The number of ours that was used. */
    SYSTEM_NUMBER,
    /** External numbers that agents called for transfers. */
    AGENT_DIALLED,
    /** External numbers that flows transferred to. */
    FLOW_DIALLED,
    NAME,
    DESCRIPTION,
    ATTRIBUTES,
    /** What it refers to elsewhere. */
    REFS;

    /** Its column, and with hyphens its name in what is authenticated with it. */
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Under which it is sealed: it opens under no other. */
    public String field() {
        return column().replace('_', '-');
    }
}
