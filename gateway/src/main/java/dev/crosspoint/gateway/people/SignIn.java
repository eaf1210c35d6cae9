package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.AgentDirectory.AgentIdentity;
import dev.crosspoint.gateway.access.Tokens;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.people.HalfSignIns.Half;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Signing in and out. First the password; then, of whoever has a second factor, a code; then
 * whatever else has to be done before anything else: a second factor for those who administer, a
 * new password for those whose password somebody else chose.
 *
 * <p>A wrong password, an unknown name and a disabled user get the same answer after the same work.
 * Blocks: on virtual threads. While the database is away, those still get in who need no code.
 */
public final class SignIn {
    private final People people;
    private final PeopleRecords records;
    private final Attempts attempts;
    private final Passwords passwords;
    private final Tokens tokens;
    private final HalfSignIns halves;
    private final SecondFactors factors;
    private final LongSupplier nanoClock;
    private final Consumer<AuditEvent> audit;
    private final VouchedSignIns vouched;

    /** What is to come next. */
    public enum Next {
        /** A code of the authenticator, or a recovery code. */
        CODE,
        /** To enrol an authenticator, and then a code of it. */
        ENROLMENT,
        /** Another password. */
        PASSWORD
    }

    /** What came of an attempt. */
    public sealed interface Outcome {
        /**
         * Welcome.
         *
         * @param recoveryCodes new ones, shown this once; usually none
         */
        record Accepted(String token, AgentIdentity agent, List<Private> recoveryCodes)
                implements Outcome {
            public Accepted {
                recoveryCodes = List.copyOf(recoveryCodes);
            }

            @Override
            public String toString() {
                return "Accepted[" + agent.agentId() + "]";
            }
        }

        /**
         * So far so good.
         *
         * @param ticket good for the next step of this sign-in only
         */
        record Half(String ticket, Next next) implements Outcome {
            @Override
            public String toString() {
                return "Half[" + next + "]";
            }
        }

        /** Wrong; of what is not said. */
        record Rejected() implements Outcome {}

        /** Too many attempts. */
        record TooMany(long retryAfterSeconds) implements Outcome {}

        /** A password that is not good enough. */
        record WeakPassword() implements Outcome {}

        /** The OpenID provider did not sign anybody in who may come in. */
        record NotVouchedFor(NotVouched why) implements Outcome {}
    }

    /**
     * A second factor to be enrolled.
     *
     * @param secret for those who type it
     * @param uri for those who have it drawn
     */
    public record Enrolment(Private secret, Private uri) {}

    /**
     * A desk.
     *
     * @param nobodysHash hash of a random password, that unknown names are measured against
     * @param nanoClock monotonic time, ns
     * @param audit is told of every attempt that was looked at, and of every end
     * @param vouched is told of sign-ins that others vouch for
     */
    public SignIn(
            People people,
            PeopleRecords records,
            Private nobodysHash,
            Tokens tokens,
            SecureRandom random,
            LongSupplier nanoClock,
            InstantSource clock,
            Consumer<AuditEvent> audit,
            VouchedSignIns vouched) {
        this.people = people;
        this.records = records;
        this.attempts = new Attempts(records, nanoClock);
        this.passwords = new Passwords(nobodysHash);
        this.tokens = tokens;
        this.halves = new HalfSignIns(random, nanoClock);
        this.factors = new SecondFactors(people, records, random, clock, audit);
        this.audit = audit;
        this.vouched = vouched;
        this.nanoClock = nanoClock;
    }

    // ---- the first step

    /**
     * Tries to sign in.
     *
     * @param from where; its address is limited
     * @throws StoreUnavailable while it is not known who there is
     */
    public Outcome attempt(Tenant tenant, String user, String password, Origin from)
            throws StoreUnavailable {
        if (people.roster(tenant).isEmpty()) {
            people.refresh(tenant);
        }
        var address = Objects.requireNonNullElse(from.address(), "");
        long wait = attempts.take(tenant, user, address);
        if (wait > 0) {
            return new Outcome.TooMany(wait);
        }
        var known = people.find(tenant, user);
        if (known.isEmpty()) {
            passwords.measureInVain(password);
        }
        boolean matches = known.filter(found -> passwords.isOf(found, password)).isPresent();
        var person = known.filter(Person::isWelcome);
        if (!matches || person.isEmpty()) {
            audit(
                    new Actor.Stranger(),
                    from,
                    tenant,
                    new Deed.FailedToSignIn(known.map(Person::id)));
            return new Outcome.Rejected();
        }
        var half = new Half(tenant, user, person.get().epoch(), nanoClock.getAsLong());
        return proceed(half, person.get(), from);
    }

    /** Somebody whom the OpenID provider has signed in. */
    Outcome vouched(Person person, Vouched by, Origin from) {
        return proceed(Half.vouched(person, by, nanoClock.getAsLong()), person, from);
    }

    /** What is still missing, or the welcome. */
    private Outcome proceed(Half half, Person person, Origin from) {
        if (person.totp() != null && !half.coded()) {
            return new Outcome.Half(halves.issue(half), Next.CODE);
        }
        if (person.totp() == null && !half.coded() && person.isAdministrative()) {
            if (!half.proven()) {
                // A factor for good is for whoever is there now, not for a cookie of this morning.
                return new Outcome.NotVouchedFor(NotVouched.NOT_FRESH);
            }
            return new Outcome.Half(halves.issue(half), Next.ENROLMENT);
        }
        if (person.mustChange()) {
            return new Outcome.Half(halves.issue(half), Next.PASSWORD);
        }
        attempts.giveBack(
                half.tenant(),
                half.user(),
                Objects.requireNonNullElse(from.address(), ""),
                half.paid());
        audit(new Actor.Agent(person.id()), from, person.tenant(), new Deed.SignedIn(person.id()));
        var token = tokens.issue(person.identity(), person.standing(), half.proven());
        if (half.vouched() != null) {
            vouched.began(token, person, half.vouched());
        }
        return new Outcome.Accepted(token, person.identity(), half.fresh());
    }

    private Optional<Person> person(Half half) {
        return people.find(half.tenant(), half.user())
                .filter(Person::isWelcome)
                .filter(person -> person.epoch() == half.epoch());
    }

    /** Whose a half sign-in is, for whoever decides where it may go on; empty for nobody's. */
    public Optional<Tenant> tenantOfTicket(String ticket) {
        return halves.tenantOf(ticket);
    }

    /** Likewise of a whole one. */
    public Optional<Tenant> tenantOfToken(String token) {
        return tokens.byToken(token).map(AgentIdentity::tenant);
    }

    // ---- the second

    /**
     * A secret to be enrolled, for whoever must; another one each time. Empty when the ticket is
     * not for that.
     */
    public Optional<Enrolment> enrol(String ticket) {
        var half = halves.take(ticket);
        var person = half.flatMap(this::person).filter(found -> found.totp() == null);
        if (person.isEmpty() || half.get().coded()) {
            return Optional.empty();
        }
        var secret = factors.secret();
        halves.putBack(ticket, half.get().enrolling(secret));
        return Optional.of(SecondFactors.enrolment(person.get(), secret));
    }

    /**
     * A code: of the authenticator that is there or is being enrolled, or a recovery code.
     *
     * @throws StoreUnavailable when it cannot be made sure that a code is used once
     * @throws KeyFailure when what codes are made from cannot be opened
     */
    public Outcome code(String ticket, String code, Origin from)
            throws StoreUnavailable, KeyFailure {
        var found = halves.take(ticket);
        var person = found.flatMap(this::person).orElse(null);
        if (person == null || found.get().coded()) {
            return new Outcome.Rejected();
        }
        var half = found.get().tried();
        var address = Objects.requireNonNullElse(from.address(), "");
        long wait = attempts.take(half.tenant(), half.user(), address);
        if (wait > 0) {
            halves.putBack(ticket, found.get());
            return new Outcome.TooMany(wait);
        }
        try {
            var secret = half.secret();
            if (person.totp() == null && secret != null) {
                return enrolled(ticket, half, secret, person, code, from);
            }
            if (person.totp() != null && factors.isRight(person, code, from)) {
                return proceed(half.withCode(List.of()), person, from);
            }
        } catch (StoreUnavailable | KeyFailure e) {
            halves.putBack(ticket, found.get());
            throw e;
        }
        return wrongCode(ticket, half, person, from);
    }

    private Outcome enrolled(
            String ticket, Half half, Private secret, Person person, String code, Origin from)
            throws StoreUnavailable, KeyFailure {
        var step = factors.step(secret, code);
        if (step.isEmpty()) {
            return wrongCode(ticket, half, person, from);
        }
        changed("second-factor", person, from);
        var codes = factors.enrol(person, secret, step.getAsLong());
        var now = people.find(person.tenant(), person.id()).orElse(person);
        return proceed(half.withCode(codes), now, from);
    }

    private Outcome wrongCode(String ticket, Half half, Person person, Origin from) {
        audit(
                new Actor.Stranger(),
                from,
                person.tenant(),
                new Deed.FailedSecondFactor(person.id()));
        halves.putBack(ticket, half);
        return new Outcome.Rejected();
    }

    /**
     * Another password instead of one that somebody else chose.
     *
     * @throws StoreUnavailable when it cannot be kept
     */
    public Outcome password(String ticket, String password, Origin from) throws StoreUnavailable {
        var half = halves.take(ticket);
        var person = half.flatMap(this::person).filter(Person::mustChange).orElse(null);
        // Nobody gets around the code by way of another password.
        if (person == null
                || ((person.totp() != null || person.isAdministrative()) && !half.get().coded())) {
            return new Outcome.Rejected();
        }
        if (!PasswordRules.isGood(password, person) || passwords.isOf(person, password)) {
            halves.putBack(ticket, half.get());
            return new Outcome.WeakPassword();
        }
        records.password(person, passwords.hash(password), false);
        people.refresh(person.tenant());
        changed("password", person, from);
        var now = people.find(person.tenant(), person.id()).orElseThrow();
        return proceed(half.get().at(now.epoch()), now, from);
    }

    // ---- once more

    /**
     * Whoever is signed in shows to be that: by the password where there is one here, and by a code
     * where there is a second factor. Who has neither signs in anew at the provider, and who has
     * come to administer without a second factor signs in anew, which asks for one.
     *
     * @return whether that is so; empty when the token is no good. At most as often as a sign-in
     */
    public Optional<Outcome> stepUp(String token, String password, String code, Origin from)
            throws StoreUnavailable, KeyFailure {
        var person =
                tokens.byToken(token)
                        .flatMap(agent -> people.find(agent.tenant(), agent.agentId()))
                        .orElse(null);
        if (person == null) {
            return Optional.empty();
        }
        var address = Objects.requireNonNullElse(from.address(), "");
        long wait = attempts.take(person.tenant(), person.id(), address);
        if (wait > 0) {
            return Optional.of(new Outcome.TooMany(wait));
        }
        // A code is only spent with the right password.
        boolean hasPassword = person.password() != null;
        boolean passwordIsEnough = hasPassword && !person.isAdministrative();
        boolean right =
                (!hasPassword || passwords.isOf(person, password))
                        && (person.totp() == null
                                ? passwordIsEnough
                                : factors.isRight(person, code, from));
        var who = new Actor.Agent(person.id());
        if (!right) {
            audit(who, from, person.tenant(), new Deed.FailedToProve(person.id()));
            return Optional.of(new Outcome.Rejected());
        }
        attempts.giveBack(person.tenant(), person.id(), address, 1);
        tokens.proved(token);
        audit(who, from, person.tenant(), new Deed.ProvedAgain(person.id()));
        return Optional.of(new Outcome.Accepted(token, person.identity(), List.of()));
    }

    /** Ends a sign-in. Idempotent. */
    public void end(String token) {
        tokens.revoke(token)
                .ifPresent(agent ->
                        audit(
                                new Actor.Agent(agent.agentId()),
                                Origin.UNKNOWN,
                                agent.tenant(),
                                new Deed.SignedOut(agent.agentId())));
    }

    // ---- what others of this room need too

    SecondFactors factors() {
        return factors;
    }

    Passwords passwords() {
        return passwords;
    }

    private void changed(String setting, Person person, Origin from) {
        audit(
                new Actor.Agent(person.id()),
                from,
                person.tenant(),
                new Deed.ChangedSetting(setting, "user:" + person.id()));
    }

    private void audit(Actor who, Origin from, Tenant tenant, Deed what) {
        audit.accept(AuditEvent.now(who, from, tenant, what));
    }
}
