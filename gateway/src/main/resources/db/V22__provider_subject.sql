-- Who somebody is at the OpenID provider: a sum of issuer and subject, which stays while names there may change.

ALTER TABLE person ADD COLUMN provider_subject text CHECK (provider_subject ~ '^[A-Za-z0-9_-]{43}$');
CREATE UNIQUE INDEX person_by_subject ON person (account_id, instance_id, provider_subject)
    WHERE provider_subject IS NOT NULL;

-- As before, and with it: gateways have to notice when somebody is bound anew.
DROP TRIGGER counted ON person;
CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF user_id, source, display_name, password, must_change,
    profiles, permissions, disabled_at, totp, recovery_codes, epoch, provider_subject ON person
    FOR EACH ROW EXECUTE FUNCTION count_people_change();
