-- Who did what: one chain of events for each tenant. No numbers, no names, no attributes, no digits.
--
-- Whose a row is comes from the settings of the transaction, as in V1. What is in the chain is only ever added to: the
-- role that works with it has no right to change it, and the triggers refuse even the owner, unless the owner takes
-- them away; the chain and its signed digests show what was done then.

-- What chains are made with: HMAC-SHA256 keys, wrapped. One is in use, older ones would verify what they made.
CREATE TABLE audit_key (
    account_id  text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    key_no      integer NOT NULL CHECK (key_no > 0),
    key_id      text NOT NULL,
    wrapped     bytea NOT NULL,
    made_at     timestamptz NOT NULL,

    PRIMARY KEY (account_id, instance_id, key_no)
);

-- Where each chain ends. Its row is locked by whoever adds to the chain.
CREATE TABLE audit_head (
    account_id  text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    seq         bigint NOT NULL CHECK (seq >= 0),
    hash        bytea NOT NULL CHECK (octet_length(hash) = 32),

    PRIMARY KEY (account_id, instance_id)
);

CREATE TABLE audit_event (
    account_id   text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id  text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    seq          bigint NOT NULL CHECK (seq > 0),
    -- The event, canonical JSON (RFC 8785), and the hash of the one before with it.
    body         bytea NOT NULL,
    hash         bytea NOT NULL CHECK (octet_length(hash) = 32),

    -- To find it by; all of it is in the body too.
    event_id     uuid NOT NULL,
    event_time   timestamptz NOT NULL,
    event_name   text NOT NULL,
    user_id      text,
    recording_id text,
    contact_id   text,

    PRIMARY KEY (account_id, instance_id, seq),
    CONSTRAINT each_event_once UNIQUE (account_id, instance_id, event_id)
);

CREATE INDEX audit_event_by_user ON audit_event (account_id, instance_id, user_id, seq DESC);
CREATE INDEX audit_event_by_recording ON audit_event (account_id, instance_id, recording_id, seq DESC)
    WHERE recording_id IS NOT NULL;
CREATE INDEX audit_event_by_contact ON audit_event (account_id, instance_id, contact_id, seq DESC)
    WHERE contact_id IS NOT NULL;

-- What was said of the chain from time to time, signed, and whether it lies where it cannot be changed.
CREATE TABLE audit_digest (
    account_id   text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id  text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    number       bigint NOT NULL CHECK (number > 0),
    last_seq     bigint NOT NULL CHECK (last_seq > 0),
    made_at      timestamptz NOT NULL,
    document     bytea NOT NULL,
    delivered_at timestamptz,

    PRIMARY KEY (account_id, instance_id, number)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION refuse_going_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq <= OLD.seq THEN
        RAISE EXCEPTION 'the audit trail does not go back' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_taken_away BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER goes_on BEFORE UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION refuse_going_back();
CREATE TRIGGER not_taken_away BEFORE DELETE ON audit_digest FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON audit_digest FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE audit_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_key FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_key
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));

ALTER TABLE audit_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_head FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_head
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));

ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_event FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_event
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));

ALTER TABLE audit_digest ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_digest FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_digest
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));
