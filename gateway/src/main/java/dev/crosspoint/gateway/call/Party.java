package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in a call, or on the way to it.
 *
 * @param role who it is
 * @param line what carries the audio
 * @param stage how far it is
 * @param held whether somebody put it on hold: it hears music, hears nobody and is heard by nobody
 * @param muted whether nobody is to hear it
 * @param broughtBy the participant who asked for it and waits for it; null once it is here, and for
 *     whoever came by itself
 * @param guide the flow that speaks to it, or null
 */
public record Party(
        PartyId id,
        Role role,
        Line line,
        Stage stage,
        boolean held,
        boolean muted,
        @Nullable PartyId broughtBy,
        @Nullable Guide guide,
        Voice voice) {

    /** Somebody new. */
    static Party of(PartyId id, Role role, Line line, Stage stage, @Nullable PartyId broughtBy) {
        return new Party(id, role, line, stage, false, false, broughtBy, null, Voice.QUIET);
    }

    /** The leg that media knows, or null. */
    public @Nullable LegId leg() {
        return switch (line) {
            case Line.None _ -> null;
            case Line.Softphone softphone -> softphone.inMedia();
            case Line.Trunk trunk -> trunk.inMedia() ? trunk.leg() : null;
        };
    }

    /** Whether it is a participant whom the others know of. */
    boolean isMember() {
        return !(stage instanceof Stage.Replacing)
                && !(role instanceof Role.Agent agent && agent.isSilent());
    }

    boolean isPresent() {
        return stage instanceof Stage.Present;
    }

    /** Whether a flow speaks to it, so that it hears nobody else. */
    boolean isGuided() {
        return guide != null && guide.speaks();
    }

    /** Whether it is somebody at the other end of a trunk who is no agent. */
    boolean isOutside() {
        return role instanceof Role.Customer || role instanceof Role.External;
    }

    Party with(Role changed) {
        return new Party(id, changed, line, stage, held, muted, broughtBy, guide, voice);
    }

    Party with(Line changed) {
        return new Party(id, role, changed, stage, held, muted, broughtBy, guide, voice);
    }

    Party with(Stage changed) {
        return new Party(id, role, line, changed, held, muted, broughtBy, guide, voice);
    }

    Party with(@Nullable Guide changed) {
        return new Party(id, role, line, stage, held, muted, broughtBy, changed, voice);
    }

    Party with(Voice changed) {
        return new Party(id, role, line, stage, held, muted, broughtBy, guide, changed);
    }

    Party withHeld(boolean on) {
        return new Party(id, role, line, stage, on, muted, broughtBy, guide, voice);
    }

    Party withMuted(boolean silent) {
        return new Party(id, role, line, stage, held, silent, broughtBy, guide, voice);
    }

    Party withBroughtBy(@Nullable PartyId who) {
        return new Party(id, role, line, stage, held, muted, who, guide, voice);
    }

    /**
     * What it says.
     *
     * @param levelDbov of the last second, -127 (silence) to 0
     * @param talks whether it talks now
     * @param hearsDbov what a demo customer says it hears; null for everybody else
     * @param sounding how its leg does
     * @param pressed the last key that counted; null before the first
     */
    record Voice(
            int levelDbov,
            boolean talks,
            @Nullable Integer hearsDbov,
            Sounding sounding,
            Keypad.@Nullable Key pressed) {
        static final Voice QUIET = new Voice(-127, false, null, Sounding.UNKNOWN, null);

        Voice after(QualityReport report) {
            return new Voice(
                    report.inLevelDbov(), talks, hearsDbov, sounding.after(report), pressed);
        }

        Voice withTalks(boolean now) {
            return new Voice(levelDbov, now, hearsDbov, sounding, pressed);
        }

        Voice hearing(int dbov) {
            return new Voice(levelDbov, talks, dbov, sounding, pressed);
        }

        Voice pressing(Keypad.Key key) {
            return new Voice(levelDbov, talks, hearsDbov, sounding, key);
        }
    }
}
