-- What somebody's own SIP phones prove by digest, sealed as secrets of codes are: a hash of a password cannot answer one.

ALTER TABLE person ADD COLUMN sip_secret bytea;

-- As before, and with it: what was registered by the old one has to go.
DROP TRIGGER counted ON person;
CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF user_id, source, display_name, password, must_change,
    profiles, permissions, disabled_at, totp, sip_secret, recovery_codes, epoch, provider_subject ON person
    FOR EACH ROW EXECUTE FUNCTION count_people_change();
