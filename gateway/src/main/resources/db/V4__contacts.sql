-- What is known of each contact. What is personal is sealed, each kind by itself, under keys that expire (PII-4,
-- PII-5); numbers and attributes are found by keyed hashes (PII-6). Whose a row is: as in V1.
CREATE TABLE contact (
    account_id          text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id         text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    contact_id          text NOT NULL CHECK (contact_id <> ''),
    initial_contact_id  text NOT NULL,
    previous_contact_id text,
    -- Of two the higher one is right, in whatever order they come.
    version             bigint NOT NULL CHECK (version >= 1),

    method              text NOT NULL CHECK (method IN ('INBOUND', 'OUTBOUND', 'TRANSFER', 'INTERNAL')),
    initiated_at        timestamptz NOT NULL,
    queued_at           timestamptz,
    connected_at        timestamptz,
    ended_at            timestamptz,
    holds               integer NOT NULL CHECK (holds >= 0),
    hold_ms             bigint NOT NULL CHECK (hold_ms >= 0),
    longest_hold_ms     bigint NOT NULL CHECK (longest_hold_ms >= 0),
    after_work_ms       bigint NOT NULL CHECK (after_work_ms >= 0),
    -- From its beginning to its end.
    duration_ms         bigint,
    queue               text NOT NULL,
    agent_id            text,
    disconnect_reason   text,
    legs                jsonb NOT NULL,
    -- Of the leg that sounded worst.
    worst_mos           double precision,
    recordings          text[] NOT NULL,

    origination_number  bytea,
    outbound_number     bytea,
    system_number       bytea,
    agent_dialled       bytea,
    flow_dialled        bytea,
    name                bytea,
    description         bytea,
    attributes          bytea,
    refs                bytea,
    customer_hash       bytea CHECK (octet_length(customer_hash) = 32),

    PRIMARY KEY (account_id, instance_id, contact_id)
);

-- A search shows the newest first, so every index ends with the order of pages. What is only looked through lies in
-- the first one too.
CREATE INDEX contact_by_start ON contact (account_id, instance_id, initiated_at DESC, contact_id DESC)
    INCLUDE (duration_ms, worst_mos);
CREATE INDEX contact_by_agent ON contact (account_id, instance_id, agent_id, initiated_at DESC, contact_id DESC);
CREATE INDEX contact_by_queue ON contact (account_id, instance_id, queue, initiated_at DESC, contact_id DESC);
CREATE INDEX contact_by_reason ON contact
    (account_id, instance_id, disconnect_reason, initiated_at DESC, contact_id DESC);
CREATE INDEX contact_by_number ON contact (account_id, instance_id, customer_hash, initiated_at DESC, contact_id DESC)
    WHERE customer_hash IS NOT NULL;
CREATE INDEX contact_by_initial ON contact (account_id, instance_id, initial_contact_id, initiated_at);
CREATE INDEX contact_unfinished ON contact (account_id, instance_id, initiated_at) WHERE ended_at IS NULL;

ALTER TABLE contact ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON contact
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));

-- The keyed hash of each attribute, name and value together.
CREATE TABLE contact_attribute (
    account_id   text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id  text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    contact_id   text NOT NULL,
    hash         bytea NOT NULL CHECK (octet_length(hash) = 32),
    -- That of the contact, in whose order they are looked through.
    initiated_at timestamptz NOT NULL,

    PRIMARY KEY (account_id, instance_id, contact_id, hash),
    FOREIGN KEY (account_id, instance_id, contact_id) REFERENCES contact ON DELETE CASCADE
);

CREATE INDEX contact_by_attribute ON contact_attribute
    (account_id, instance_id, hash, initiated_at DESC, contact_id DESC);

ALTER TABLE contact_attribute ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_attribute FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON contact_attribute
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));

-- References of contacts that are not their instance's: those to customer profiles are their domain's (TEN-4), those
-- to external applications their account's (PII-9). The domain or the account stands in the place of an instance, as
-- no instance can be called: such as "domain:retail", "account:acme".
CREATE TABLE shared_reference (
    account_id   text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id  text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id ~ '^(domain|account):'),
    contact_id   text NOT NULL CHECK (contact_id <> ''),
    version      bigint NOT NULL CHECK (version >= 1),
    initiated_at timestamptz NOT NULL,
    sealed       bytea NOT NULL,

    PRIMARY KEY (account_id, instance_id, contact_id)
);

CREATE INDEX shared_reference_by_start ON shared_reference (account_id, instance_id, initiated_at);

ALTER TABLE shared_reference ENABLE ROW LEVEL SECURITY;
ALTER TABLE shared_reference FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON shared_reference
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));
