-- Legal hold and deletion. A deleted recording keeps its row: that it was there, and who deleted it, when and why, in
-- a word of a list.
ALTER TABLE recording
    ADD COLUMN held_at       timestamptz,
    ADD COLUMN held_by       text,
    ADD COLUMN deleted_at    timestamptz,
    ADD COLUMN deleted_by    text,
    ADD COLUMN delete_reason text CHECK (delete_reason ~ '^[a-z-]{1,64}$'),
    -- Whether what had been delivered is gone from its place too; false as long as nobody could do that.
    ADD COLUMN removed       boolean NOT NULL DEFAULT false,

    DROP CONSTRAINT recording_state_check,
    DROP CONSTRAINT sealed_has_an_end,
    DROP CONSTRAINT nothing_is_erased_unconfirmed,
    DROP CONSTRAINT keyless_has_failed,

    ADD CONSTRAINT recording_state_check
        CHECK (state IN ('OPEN', 'SEALED', 'UPLOADING', 'DELIVERED', 'FAILED', 'DELETED')),
    ADD CONSTRAINT sealed_has_an_end CHECK (state IN ('OPEN', 'FAILED', 'DELETED') OR ended_at IS NOT NULL),
    ADD CONSTRAINT nothing_is_erased_unconfirmed CHECK (erased_at IS NULL OR state IN ('DELIVERED', 'DELETED')),
    ADD CONSTRAINT keyless_has_failed CHECK (key_id IS NOT NULL OR state IN ('FAILED', 'DELETED')),
    ADD CONSTRAINT held_by_somebody CHECK ((held_at IS NULL) = (held_by IS NULL)),
    ADD CONSTRAINT deleted_by_somebody CHECK (
        (state = 'DELETED') = (deleted_at IS NOT NULL)
        AND (deleted_at IS NULL) = (deleted_by IS NULL) AND (deleted_at IS NULL) = (delete_reason IS NULL)),
    ADD CONSTRAINT what_is_held_is_not_deleted CHECK (held_at IS NULL OR state <> 'DELETED'),
    ADD CONSTRAINT removed_when_deleted CHECK (NOT removed OR state = 'DELETED');
