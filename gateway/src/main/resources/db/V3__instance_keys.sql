-- The data keys of an instance that are not one recording's: those that seal personal fields for a time, and
-- those whose keyed hashes find contacts. Wrapped, never in the clear.
CREATE TABLE instance_key (
    account_id    text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id   text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    key_id        uuid NOT NULL,
    purpose       text NOT NULL CHECK (purpose IN ('contact-fields', 'number-search', 'attribute-search')),
    -- From 1, without holes, of each purpose.
    generation    integer NOT NULL CHECK (generation >= 1),
    not_before    timestamptz NOT NULL,
    -- Null for keys that never expire.
    not_after     timestamptz,
    destroy_after timestamptz,
    -- What it is wrapped with, and how; null once it is destroyed, which nobody undoes.
    wrapped_by    text,
    wrapped       bytea,
    destroyed_at  timestamptz,

    PRIMARY KEY (account_id, instance_id, key_id),
    UNIQUE (account_id, instance_id, purpose, generation),
    CONSTRAINT expires_or_not CHECK (
        (purpose = 'contact-fields') = (not_after IS NOT NULL) AND (not_after IS NULL) = (destroy_after IS NULL)),
    CONSTRAINT in_this_order CHECK (not_after > not_before AND destroy_after >= not_after),
    CONSTRAINT wrapped_or_destroyed CHECK (
        (wrapped IS NULL) = (destroyed_at IS NOT NULL) AND (wrapped IS NULL) = (wrapped_by IS NULL)),
    CONSTRAINT only_what_expires_is_destroyed CHECK (destroyed_at IS NULL OR destroyed_at >= destroy_after)
);

ALTER TABLE instance_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE instance_key FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON instance_key
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));
