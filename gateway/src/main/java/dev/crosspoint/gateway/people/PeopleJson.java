package dev.crosspoint.gateway.people;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.people.Roster.Profile;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** People and profiles as the API shows them: to whoever may see users, and to oneself. Pure. */
final class PeopleJson {
    private PeopleJson() {}

    static ObjectNode everybody(Roster roster) {
        var json = object();
        var users = json.putArray("users");
        roster.people().values().stream().map(PeopleJson::user).forEach(users::add);
        return json;
    }

    static ObjectNode user(Person person) {
        var json =
                object().put("id", person.id())
                        .put("displayName", person.displayName().value())
                        .put("source", person.source().name().toLowerCase(Locale.ROOT))
                        .put("disabled", person.disabled())
                        .put("hasPassword", person.password() != null)
                        .put("secondFactor", person.totp() != null)
                        .put("sipPhones", person.sipSecret() != null)
                        .put("recoveryCodesLeft", person.recoveryCodes())
                        .put("mustChangePassword", person.mustChange());
        var profiles = json.putArray("profiles");
        person.profiles().forEach(profiles::add);
        words(json, person.permissions());
        return json;
    }

    static ObjectNode profiles(Roster roster) {
        var json = object();
        var profiles = json.putArray("profiles");
        roster.profiles().values().stream().map(PeopleJson::profile).forEach(profiles::add);
        return json;
    }

    static ObjectNode profile(Profile profile) {
        var json = object().put("name", profile.name()).put("builtIn", profile.builtIn());
        words(json, profile.permissions());
        return json;
    }

    static ObjectNode enrolment(SignIn.Enrolment enrolment) {
        return object().put("secret", enrolment.secret().value())
                .put("uri", enrolment.uri().value());
    }

    static ObjectNode sipSecret(Person person, Private secret) {
        return object().put("user", person.id()).put("secret", secret.value());
    }

    static ObjectNode recoveryCodes(List<Private> codes) {
        var json = object();
        var array = json.putArray("recoveryCodes");
        codes.forEach(code -> array.add(code.value()));
        return json;
    }

    private static void words(ObjectNode json, Set<Permission> permissions) {
        var array = json.putArray("permissions");
        permissions.stream().map(Permission::word).sorted().forEach(array::add);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
