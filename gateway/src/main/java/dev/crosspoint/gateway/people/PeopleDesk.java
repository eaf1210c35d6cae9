package dev.crosspoint.gateway.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.access.Tokens;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.people.PeopleMessage.Answer;
import dev.crosspoint.gateway.people.PeopleMessage.By;
import dev.crosspoint.gateway.store.PeopleStore.Outcome;
import dev.crosspoint.gateway.store.PersonRow;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Private;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes people and profiles. That somebody may ask at all, and has just shown who that is, the
 * door has made sure of; here it is decided about whom: nobody gives what that one has not, and
 * nobody changes somebody who may do more. Every change is on record before it is made. Blocks: on
 * virtual threads.
 */
public final class PeopleDesk {
    private static final String MORE_THAN_YOU = "that may do more than you";
    private static final int RECORD_SECONDS = 30;

    private final People people;
    private final StoredPeople stored;
    private final SignIn signIn;
    private final Tokens tokens;
    private final Function<AuditEvent, Future<Void>> before;

    /** Secrets that were shown and are not confirmed yet: one of each person, by tenant and id. */
    private final Map<String, Private> enrolling = new ConcurrentHashMap<>();

    /**
     * @param before puts an event on record, or fails
     */
    public PeopleDesk(
            People people,
            StoredPeople stored,
            SignIn signIn,
            Tokens tokens,
            Function<AuditEvent, Future<Void>> before) {
        this.people = people;
        this.stored = stored;
        this.signIn = signIn;
        this.tokens = tokens;
        this.before = before;
    }

    /** Answers one. */
    Answer answer(PeopleMessage message) throws StoreUnavailable, KeyFailure {
        var by = message.by();
        var roster = people.roster(by.tenant()).orElse(null);
        var self = people.find(by.tenant(), by.user()).orElse(null);
        if (roster == null || self == null) {
            return new PeopleMessage.Unavailable();
        }
        return switch (message) {
            case PeopleMessage.ListUsers _ -> found(PeopleJson.everybody(roster));
            case PeopleMessage.ShowUser(_, var id) ->
                    people.find(by.tenant(), id)
                            .<Answer>map(person -> found(PeopleJson.user(person)))
                            .orElse(new PeopleMessage.Missing());
            case PeopleMessage.CreateUser create -> create(create, roster, self);
            case PeopleMessage.ChangeUser change ->
                    on(self, change.id(), person -> change(change, person, roster, self));
            case PeopleMessage.ResetPassword(_, var id, var password) ->
                    on(self, id, person -> resetPassword(by, person, password));
            case PeopleMessage.ResetSecondFactor(_, var id) ->
                    on(self, id, person -> resetSecondFactor(by, person));
            case PeopleMessage.ListProfiles _ -> found(PeopleJson.profiles(roster));
            case PeopleMessage.ShowProfile(_, var name) -> {
                var profile = roster.profiles().get(name);
                yield profile == null
                        ? new PeopleMessage.Missing()
                        : found(PeopleJson.profile(profile));
            }
            case PeopleMessage.PutProfile put -> putProfile(put, roster, self);
            case PeopleMessage.DeleteProfile delete -> deleteProfile(delete, roster, self);
            case PeopleMessage.ShowMe _ -> found(PeopleJson.user(self));
            case PeopleMessage.Enrol _ -> {
                var secret = signIn.factors().secret();
                enrolling.put(self.tenant() + " " + self.id(), secret);
                yield found(PeopleJson.enrolment(SecondFactors.enrolment(self, secret)));
            }
            case PeopleMessage.ConfirmEnrolment(_, var code) -> confirm(by, self, code);
            case PeopleMessage.NewRecoveryCodes _ -> newRecoveryCodes(by, self);
            case PeopleMessage.NewSipSecret _ -> newSipSecret(by, self);
            case PeopleMessage.DropSipSecret _ -> {
                record(by, "sip-secret", "user:" + self.id());
                yield answer(stored.sipSecret(self, null), self);
            }
            case PeopleMessage.ChangePassword(_, var password) ->
                    changePassword(by, self, password);
        };
    }

    private static Answer found(ObjectNode json) {
        return new PeopleMessage.Found(json);
    }

    // ---- users

    private interface Change {
        Answer of(Person person) throws StoreUnavailable, KeyFailure;
    }

    /** Does something to somebody who may do no more than whoever does it. */
    private Answer on(Person self, String id, Change change) throws StoreUnavailable, KeyFailure {
        var person =
                people.find(self.tenant(), id)
                        .filter(found -> found.source() != PersonRow.Source.REMOVED);
        if (person.isEmpty()) {
            return new PeopleMessage.Missing();
        }
        return self.permissions().containsAll(person.get().permissions())
                ? change.of(person.get())
                : new PeopleMessage.NotAllowed(MORE_THAN_YOU);
    }

    private Answer create(PeopleMessage.CreateUser create, Roster roster, Person self)
            throws StoreUnavailable, KeyFailure {
        var refused = refused(create.profiles(), roster, self);
        if (refused != null) {
            return refused;
        }
        var hash = signIn.passwords().hash(create.password().value());
        var row =
                PersonRow.local(
                        create.id(),
                        stored.sealName(self.tenant(), create.id(), create.name()),
                        hash,
                        create.profiles());
        var somebody = Roster.of(self.tenant(), 0, List.of(row), List.of(), _ -> create.name());
        var made = Objects.requireNonNull(somebody.people().get(create.id()));
        if (!PasswordRules.isGood(create.password().value(), made)) {
            return new PeopleMessage.WeakPassword();
        }
        record(create.by(), "user", "user:" + create.id());
        if (!Await.of(stored.store().create(self.tenant(), row))) {
            return new PeopleMessage.Conflict("there is, or was, somebody of that id");
        }
        people.refresh(self.tenant());
        return people.find(self.tenant(), create.id())
                .<Answer>map(person ->
                        new PeopleMessage.Made(
                                "/api/users/" + create.id(), PeopleJson.user(person)))
                .orElse(new PeopleMessage.Unavailable());
    }

    private @Nullable Answer refused(List<String> profiles, Roster roster, Person self) {
        var given = EnumSet.noneOf(Permission.class);
        for (var name : profiles) {
            var profile = roster.profiles().get(name);
            if (profile == null) {
                return new PeopleMessage.Wrong("there is no such security profile");
            }
            given.addAll(profile.permissions());
        }
        return self.permissions().containsAll(given)
                ? null
                : new PeopleMessage.NotAllowed("you cannot give what you have not");
    }

    private Answer change(
            PeopleMessage.ChangeUser change, Person person, Roster roster, Person self)
            throws StoreUnavailable, KeyFailure {
        var by = change.by();
        if (change.name().isPresent() || change.profiles().isPresent()) {
            if (person.source() == PersonRow.Source.CONFIGURED) {
                return new PeopleMessage.Conflict(
                        "the configuration states name and profiles of this user");
            }
            if (person.source() == PersonRow.Source.PROVIDER) {
                return new PeopleMessage.Conflict(
                        "the sign-in provider states name and profiles of this user");
            }
        }
        if (change.profiles().isPresent()) {
            var refused = refused(change.profiles().get(), roster, self);
            if (refused != null) {
                return refused;
            }
        }
        var outcome = Outcome.DONE;
        if (change.profiles().isPresent()) {
            record(by, "profiles", "user:" + person.id());
            outcome =
                    Await.of(
                            stored.store()
                                    .profilesOf(
                                            person.tenant(), person.id(), change.profiles().get()));
        }
        if (outcome == Outcome.DONE && change.disabled().isPresent()) {
            record(by, change.disabled().get() ? "disabled" : "enabled", "user:" + person.id());
            outcome =
                    Await.of(
                            stored.store()
                                    .disabled(
                                            person.tenant(), person.id(), change.disabled().get()));
        }
        if (outcome == Outcome.DONE && change.name().isPresent()) {
            record(by, "name", "user:" + person.id());
            var sealed = stored.sealName(person.tenant(), person.id(), change.name().get());
            outcome = Await.of(stored.store().renamed(person.tenant(), person.id(), sealed));
        }
        return answer(outcome, person);
    }

    private Answer resetPassword(By by, Person person, Private password) throws StoreUnavailable {
        if (person.source() != PersonRow.Source.LOCAL) {
            return new PeopleMessage.Conflict("the password of this user is not kept here");
        }
        if (!PasswordRules.isGood(password.value(), person)) {
            return new PeopleMessage.WeakPassword();
        }
        record(by, "password", "user:" + person.id());
        return answer(
                stored.password(person, signIn.passwords().hash(password.value()), true), person);
    }

    private Answer resetSecondFactor(By by, Person person) throws StoreUnavailable, KeyFailure {
        record(by, "second-factor", "user:" + person.id());
        return answer(stored.secondFactor(person, null, List.of()), person);
    }

    private Answer answer(Outcome outcome, Person person) throws StoreUnavailable {
        people.refresh(person.tenant());
        return switch (outcome) {
            case DONE -> new PeopleMessage.Done();
            case MISSING -> new PeopleMessage.Missing();
            case LAST_ADMIN -> new PeopleMessage.Conflict("somebody has to be Admin");
        };
    }

    // ---- profiles

    private Answer putProfile(PeopleMessage.PutProfile put, Roster roster, Person self)
            throws StoreUnavailable {
        var known = roster.profiles().get(put.name());
        if (known != null && known.builtIn()) {
            return new PeopleMessage.Conflict("nobody changes this profile here");
        }
        var permissions = EnumSet.noneOf(Permission.class);
        for (var word : put.permissions()) {
            var permission = Permission.of(word);
            if (permission.isEmpty()) {
                return new PeopleMessage.Wrong("permissions must be of " + Permission.words());
            }
            permissions.add(permission.get());
        }
        var had = known == null ? Set.<Permission>of() : known.permissions();
        if (!self.permissions().containsAll(permissions) || !self.permissions().containsAll(had)) {
            return new PeopleMessage.NotAllowed("you cannot give what you have not");
        }
        record(put.by(), "permissions", "profile:" + put.name());
        var words = permissions.stream().map(Permission::word).sorted().toList();
        Await.of(stored.store().profile(self.tenant(), put.name(), words));
        people.refresh(self.tenant());
        return new PeopleMessage.Done();
    }

    private Answer deleteProfile(PeopleMessage.DeleteProfile delete, Roster roster, Person self)
            throws StoreUnavailable {
        var known = roster.profiles().get(delete.name());
        if (known == null) {
            return new PeopleMessage.Missing();
        }
        if (known.builtIn()) {
            return new PeopleMessage.Conflict("nobody changes this profile here");
        }
        if (!self.permissions().containsAll(known.permissions())) {
            return new PeopleMessage.NotAllowed(MORE_THAN_YOU);
        }
        record(delete.by(), "deleted", "profile:" + delete.name());
        return answer(Await.of(stored.store().profileRemoved(self.tenant(), delete.name())), self);
    }

    // ---- oneself

    private Answer confirm(By by, Person self, String code) throws StoreUnavailable, KeyFailure {
        var secret = enrolling.get(self.tenant() + " " + self.id());
        if (secret == null) {
            return new PeopleMessage.Conflict("ask for a secret first");
        }
        var step = signIn.factors().step(secret, code);
        if (step.isEmpty()) {
            return new PeopleMessage.Wrong("that is no code of now");
        }
        record(by, "second-factor", "user:" + self.id());
        enrolling.remove(self.tenant() + " " + self.id());
        var codes = signIn.factors().enrol(self, secret, step.getAsLong());
        return found(PeopleJson.recoveryCodes(codes));
    }

    private Answer newRecoveryCodes(By by, Person self) throws StoreUnavailable {
        if (self.totp() == null) {
            return new PeopleMessage.Conflict("there is no second factor to recover");
        }
        record(by, "recovery-codes", "user:" + self.id());
        return found(PeopleJson.recoveryCodes(signIn.factors().otherCodes(self)));
    }

    private Answer newSipSecret(By by, Person self) throws StoreUnavailable, KeyFailure {
        record(by, "sip-secret", "user:" + self.id());
        var secret = signIn.factors().secret();
        var outcome = stored.sipSecret(self, secret);
        return outcome == Outcome.DONE ? shown(self, secret) : answer(outcome, self);
    }

    private Answer shown(Person self, Private secret) throws StoreUnavailable {
        people.refresh(self.tenant());
        return found(PeopleJson.sipSecret(self, secret));
    }

    private Answer changePassword(By by, Person self, Private password) throws StoreUnavailable {
        if (self.source() != PersonRow.Source.LOCAL || self.password() == null) {
            return new PeopleMessage.Conflict("your password is not kept here");
        }
        if (!PasswordRules.isGood(password.value(), self)
                || signIn.passwords().isOf(self, password.value())) {
            return new PeopleMessage.WeakPassword();
        }
        record(by, "password", "user:" + self.id());
        var outcome = stored.password(self, signIn.passwords().hash(password.value()), false);
        if (outcome == Outcome.DONE) {
            // Every other sign-in ends with the old password.
            tokens.keep(
                    by.token().value(), new Tokens.Standing(self.epoch() + 1, self.permissions()));
        }
        return answer(outcome, self);
    }

    // ---- on record

    /** Returns when it is on record; what is not, does not happen. */
    private void record(By by, String setting, String resource) {
        var event =
                AuditEvent.now(
                        new Actor.Agent(by.user()),
                        by.from(),
                        by.tenant(),
                        new Deed.ChangedSetting(setting, resource));
        try {
            before.apply(event).await(RECORD_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new NotRecorded(e);
        }
    }

    /** It could not be put on record. */
    static final class NotRecorded extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotRecorded(Throwable cause) {
            super("not on record", cause);
        }
    }
}
