-- Who may sign in, and what they may do. No name in the clear: it is sealed, as is what codes are made from.
--
-- Nothing is ever deleted: whoever the configuration names no longer is REMOVED, and may come back.

ALTER TABLE instance_key DROP CONSTRAINT instance_key_purpose_check;
ALTER TABLE instance_key ADD CONSTRAINT instance_key_purpose_check CHECK (
    purpose IN ('contact-fields', 'number-search', 'attribute-search', 'people'));

CREATE TABLE person (
    account_id     text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id    text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    user_id        text NOT NULL CHECK (user_id ~ '^[A-Za-z0-9._@-]{1,64}$'),
    source         text NOT NULL CHECK (source IN ('CONFIGURED', 'LOCAL', 'PROVIDER', 'REMOVED')),
    display_name   bytea,
    -- Argon2id in PHC form; null for whoever signs in elsewhere.
    password       text CHECK (password LIKE '$argon2id$%'),
    must_change    boolean NOT NULL DEFAULT false,
    profiles       text[] NOT NULL DEFAULT '{}',
    -- Besides those of the profiles; only the configuration states them.
    permissions    text[] NOT NULL DEFAULT '{}',
    disabled_at    timestamptz,
    -- The secret that codes are made from, sealed; and the last step of time whose code was used.
    totp           bytea,
    totp_step      bigint,
    -- SHA-256 of those that are left.
    recovery_codes text[] NOT NULL DEFAULT '{}',
    -- Goes up with whatever ends the sign-ins of before.
    epoch          bigint NOT NULL DEFAULT 0,
    made_at        timestamptz NOT NULL DEFAULT now(),

    PRIMARY KEY (account_id, instance_id, user_id)
);

-- Security profiles besides those that every tenant has.
CREATE TABLE profile (
    account_id  text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    name        text NOT NULL CHECK (name ~ '^[A-Za-z0-9._@-]{1,64}$'),
    source      text NOT NULL CHECK (source IN ('CONFIGURED', 'LOCAL', 'REMOVED')),
    permissions text[] NOT NULL,

    PRIMARY KEY (account_id, instance_id, name)
);

-- How often people, profiles or what they may do have changed, whoever did it: gateways look at it every second.
CREATE TABLE people_change (
    account_id  text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    version     bigint NOT NULL,

    PRIMARY KEY (account_id, instance_id)
);

-- Sign-ins that failed lately. A place is 16 bits of a sum of a name or an address: the table has an end, and tells
-- neither names nor addresses, nor a password that was typed where the name belongs.
CREATE TABLE sign_in_limit (
    account_id  text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    kind        text NOT NULL CHECK (kind IN ('user', 'address')),
    place       integer NOT NULL CHECK (place BETWEEN 0 AND 65535),
    tokens      double precision NOT NULL,
    taken       boolean NOT NULL,
    at          timestamptz NOT NULL,

    PRIMARY KEY (account_id, instance_id, kind, place)
);

CREATE FUNCTION count_people_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose record;
BEGIN
    IF TG_OP = 'DELETE' THEN whose := OLD; ELSE whose := NEW; END IF;
    INSERT INTO crosspoint.people_change (account_id, instance_id, version)
        VALUES (whose.account_id, whose.instance_id, 1)
        ON CONFLICT (account_id, instance_id) DO UPDATE SET version = crosspoint.people_change.version + 1;
    RETURN NULL;
END $$;

-- Not with the steps of codes, which go up with every sign-in.
CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE OF user_id, source, display_name, password, must_change,
    profiles, permissions, disabled_at, totp, recovery_codes, epoch ON person
    FOR EACH ROW EXECUTE FUNCTION count_people_change();
CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE ON profile
    FOR EACH ROW EXECUTE FUNCTION count_people_change();

ALTER TABLE person ENABLE ROW LEVEL SECURITY;
ALTER TABLE person FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON person
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));

ALTER TABLE profile ENABLE ROW LEVEL SECURITY;
ALTER TABLE profile FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON profile
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));

ALTER TABLE people_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_change FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON people_change
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));

ALTER TABLE sign_in_limit ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_limit FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sign_in_limit
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));
