-- What is known of each recording, and of the change of keys. No numbers, no names, no audio.
--
-- Whose a row is comes from the settings app.account and app.instance of the transaction, on the way in
-- (defaults, WITH CHECK) as on the way out (USING): a statement that names no tenant cannot meet another's
-- rows. FORCE: not even as the owner of the table.

CREATE TABLE recording (
    account_id         text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id        text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    recording_id       text NOT NULL,

    -- Null where a file was found of which nobody had told.
    contact_id         text,
    initial_contact_id text,
    agent_id           text,
    queue              text,
    segment            integer CHECK (segment >= 0),
    sides              text CHECK (sides IN ('AGENT', 'CUSTOMER', 'BOTH')),
    started_at         timestamptz NOT NULL,
    ended_at           timestamptz,
    recovered          boolean NOT NULL DEFAULT false,

    state              text NOT NULL CHECK (state IN ('OPEN', 'SEALED', 'UPLOADING', 'DELIVERED', 'FAILED')),
    state_since        timestamptz NOT NULL,
    reason             text,
    attempts           integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    first_attempt_at   timestamptz,
    next_attempt_at    timestamptz,

    tracks_frames      bigint CHECK (tracks_frames >= 0),
    tracks_bytes       bigint CHECK (tracks_bytes >= 0),
    tracks_last_tag    text CHECK (tracks_last_tag ~ '^[0-9a-f]{32}$'),
    format             text,
    audio_bytes        bigint CHECK (audio_bytes >= 0),
    audio_sha256       text CHECK (audio_sha256 ~ '^[0-9a-f]{64}$'),
    duration_ms        bigint CHECK (duration_ms >= 0),
    concealed_ms       bigint CHECK (concealed_ms >= 0),
    gaps               integer CHECK (gaps >= 0),

    key_id             text NOT NULL,
    location           text,
    delivered_at       timestamptz,
    delivery           jsonb,
    erased_at          timestamptz,

    PRIMARY KEY (account_id, instance_id, recording_id),
    CONSTRAINT sealed_has_an_end CHECK (state IN ('OPEN', 'FAILED') OR ended_at IS NOT NULL),
    CONSTRAINT delivered_has_a_place CHECK (state <> 'DELIVERED' OR (location IS NOT NULL AND delivered_at IS NOT NULL)),
    CONSTRAINT nothing_is_erased_unconfirmed CHECK (erased_at IS NULL OR state = 'DELIVERED')
);

CREATE INDEX recording_by_start ON recording (account_id, instance_id, started_at DESC, recording_id DESC);
CREATE INDEX recording_by_contact ON recording (account_id, instance_id, contact_id);
CREATE INDEX recording_by_initial_contact ON recording (account_id, instance_id, initial_contact_id);
-- What is still held here is little, however many have been delivered.
CREATE INDEX recording_held ON recording (account_id, instance_id, state, next_attempt_at) WHERE erased_at IS NULL;

ALTER TABLE recording ENABLE ROW LEVEL SECURITY;
ALTER TABLE recording FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON recording
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));

-- The re-encryption of wrapped data keys after a change of the key that wraps them.
CREATE TABLE key_change (
    account_id  text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    job_id      text NOT NULL,
    from_key    text NOT NULL,
    to_key      text NOT NULL CHECK (to_key <> from_key),
    state       text NOT NULL CHECK (state IN ('RUNNING', 'DONE', 'FAILED')),
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    total       bigint NOT NULL CHECK (total >= 0),
    done        bigint NOT NULL DEFAULT 0 CHECK (done >= 0),
    -- The recording that was done last, in the order of ids.
    cursor      text,
    error       text,

    PRIMARY KEY (account_id, instance_id, job_id),
    CONSTRAINT finished_when_it_does_not_run CHECK ((state = 'RUNNING') = (finished_at IS NULL))
);

CREATE UNIQUE INDEX key_change_one_at_a_time ON key_change (account_id, instance_id) WHERE state = 'RUNNING';

ALTER TABLE key_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE key_change FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON key_change
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));
