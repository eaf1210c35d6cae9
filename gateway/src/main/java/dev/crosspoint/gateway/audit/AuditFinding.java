package dev.crosspoint.gateway.audit;

import java.util.Locale;

/**
 * Something that is so of a tenant's audit trail.
 *
 * @param detail where, and of what; no event's content
 */
public record AuditFinding(Kind kind, String detail) {

    /** What is found. */
    public enum Kind {
        /** Everything hangs together, up to here. */
        WHOLE(false),
        /**
         * Events since the last digest: nothing outside of the database proves that they are all.
         */
        NOT_COVERED_YET(false),
        /** A digest is made and not yet in its place. */
        DIGEST_ON_ITS_WAY(false),
        /** An event, or its place in the chain, is not what it was. */
        CHANGED(true),
        /** Events between others are gone. */
        DELETED(true),
        /** The newest events are gone. */
        CUT_OFF(true),
        /** The head of the chain does not say where it ends. */
        HEAD_CHANGED(true),
        /** What an event is found by is not what it says. */
        INDEX_CHANGED(true),
        /** The key of the chain is gone. */
        KEY_GONE(true),
        /** A digest was not signed by us, or is another's. */
        DIGEST_FORGED(true),
        /** A digest is not where it was brought to, or not in the database. */
        DIGEST_GONE(true),
        /** Between two digests something is left out, or one does not follow from the other. */
        DIGEST_GAP(true),
        /** The chain is another than the one that a digest was made of. */
        REMADE(true),
        /** Something cannot be looked at now. */
        UNKNOWN(false);

        private final boolean wrong;

        Kind(boolean wrong) {
            this.wrong = wrong;
        }

        /** Whether somebody has done something. */
        public boolean isWrong() {
            return wrong;
        }

        /** For people to read. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
