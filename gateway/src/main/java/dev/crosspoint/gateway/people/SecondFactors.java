package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.people.SignIn.Enrolment;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Private;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Authenticators and recovery codes: each code is good once. Blocks: on virtual threads. */
final class SecondFactors {
    private final People people;
    private final PeopleRecords records;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Consumer<AuditEvent> audit;

    SecondFactors(
            People people,
            PeopleRecords records,
            SecureRandom random,
            InstantSource clock,
            Consumer<AuditEvent> audit) {
        this.people = people;
        this.records = records;
        this.random = random;
        this.clock = clock;
        this.audit = audit;
    }

    /** A secret that nobody can guess: to be enrolled, or of phones. */
    Private secret() {
        return Totp.secret(random);
    }

    /** As it is shown, once. */
    static Enrolment enrolment(Person person, Private secret) {
        var issuer = "Crosspoint " + person.tenant().instance();
        return new Enrolment(secret, Totp.uri(issuer, person.id(), secret));
    }

    /** The step of time that a code of a secret is of, when that is about now. */
    OptionalLong step(Private secret, String code) {
        return Totp.step(secret, code, clock.instant().getEpochSecond());
    }

    /**
     * From now on this is somebody's second factor; that it is so is on record already.
     *
     * @param step whose code has shown that it works
     * @return recovery codes, to be shown once
     */
    List<Private> enrol(Person person, Private secret, long step)
            throws StoreUnavailable, KeyFailure {
        var codes = RecoveryCodes.fresh(random);
        records.secondFactor(person, secret, sums(codes));
        records.spendStep(person, step);
        people.refresh(person.tenant());
        return codes;
    }

    /** Other recovery codes than there were; to be shown once. */
    List<Private> otherCodes(Person person) throws StoreUnavailable {
        var codes = RecoveryCodes.fresh(random);
        records.recoveryCodes(person, sums(codes));
        people.refresh(person.tenant());
        return codes;
    }

    private static List<String> sums(List<Private> codes) {
        return codes.stream().map(Private::value).map(RecoveryCodes::sum).toList();
    }

    /** Whether it is a code of now, or a recovery code, that nobody has used. */
    boolean isRight(Person person, String code, Origin from) throws StoreUnavailable, KeyFailure {
        if (code.length() == Totp.DIGITS) {
            var step = step(records.secret(person), code);
            return step.isPresent() && records.spendStep(person, step.getAsLong());
        }
        boolean spent = records.spendRecoveryCode(person, RecoveryCodes.sum(code));
        if (spent) {
            record(person, from, new Deed.UsedRecoveryCode(person.id()));
        }
        return spent;
    }

    private void record(Person person, Origin from, Deed what) {
        var who = new Actor.Agent(person.id());
        audit.accept(AuditEvent.now(who, from, person.tenant(), what));
    }
}
