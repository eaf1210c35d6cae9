package dev.crosspoint.gateway.control;

import dev.crosspoint.gateway.people.PeopleMessage;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a request asks about people. */
final class AskedOfPeople {
    private static final int MAX_NAME = 128;
    private static final int MAX_PASSWORD = 1024;
    private static final int MAX_LIST = 64;

    private AskedOfPeople() {}

    /**
     * The question.
     *
     * @throws BadParams when a member is missing or wrong
     */
    static PeopleMessage message(Asked asked, PeopleMessage.By by) throws BadParams {
        var body = asked.body();
        var id = asked.id();
        return switch (asked.operation()) {
            case LIST_USERS -> new PeopleMessage.ListUsers(by);
            case CREATE_USER ->
                    new PeopleMessage.CreateUser(
                            by,
                            name(body.text("id", MAX_NAME)),
                            body.secret("displayName", MAX_NAME),
                            words(body, "profiles"),
                            body.secret("password", MAX_PASSWORD));
            case SHOW_USER -> new PeopleMessage.ShowUser(by, id);
            case CHANGE_USER -> change(body, by, id);
            case RESET_PASSWORD ->
                    new PeopleMessage.ResetPassword(by, id, body.secret("password", MAX_PASSWORD));
            case RESET_SECOND_FACTOR -> new PeopleMessage.ResetSecondFactor(by, id);
            case LIST_PROFILES -> new PeopleMessage.ListProfiles(by);
            case SHOW_PROFILE -> new PeopleMessage.ShowProfile(by, id);
            case PUT_PROFILE ->
                    new PeopleMessage.PutProfile(by, name(id), words(body, "permissions"));
            case DELETE_PROFILE -> new PeopleMessage.DeleteProfile(by, id);
            case SHOW_ME -> new PeopleMessage.ShowMe(by);
            case ENROL -> new PeopleMessage.Enrol(by);
            case CONFIRM_ENROLMENT ->
                    new PeopleMessage.ConfirmEnrolment(by, body.text("code", MAX_LIST));
            case NEW_RECOVERY_CODES -> new PeopleMessage.NewRecoveryCodes(by);
            case NEW_SIP_SECRET -> new PeopleMessage.NewSipSecret(by);
            case DROP_SIP_SECRET -> new PeopleMessage.DropSipSecret(by);
            case CHANGE_PASSWORD ->
                    new PeopleMessage.ChangePassword(by, body.secret("password", MAX_PASSWORD));
            default -> throw new IllegalStateException("not about people");
        };
    }

    private static PeopleMessage change(Params body, PeopleMessage.By by, String id)
            throws BadParams {
        var json = body.object();
        Optional<Private> name =
                json.has("displayName")
                        ? Optional.of(body.secret("displayName", MAX_NAME))
                        : Optional.empty();
        Optional<List<String>> profiles =
                json.has("profiles") ? Optional.of(words(body, "profiles")) : Optional.empty();
        Optional<Boolean> disabled =
                json.has("disabled") ? Optional.of(body.flag("disabled")) : Optional.empty();
        if (name.isEmpty() && profiles.isEmpty() && disabled.isEmpty()) {
            throw new BadParams("what to change must be displayName, profiles or disabled");
        }
        return new PeopleMessage.ChangeUser(by, id, name, profiles, disabled);
    }

    private static String name(String text) throws BadParams {
        if (!text.matches("[A-Za-z0-9._@-]{1,64}")) {
            throw new BadParams("a name must be 1 to 64 letters, digits, - . _ or @");
        }
        return text;
    }

    private static List<String> words(Params body, String member) throws BadParams {
        var array = body.object().path(member);
        var words = new ArrayList<String>();
        for (var each : array) {
            if (!each.isTextual() || words.size() >= MAX_LIST) {
                throw new BadParams(member + " must be a list of words");
            }
            words.add(each.textValue());
        }
        if (!array.isArray()) {
            throw new BadParams(member + " must be a list of words");
        }
        return words;
    }
}
