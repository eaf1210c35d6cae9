-- The ordinal in the names under which it goes to its place, where something else lay under the first.
ALTER TABLE recording ADD COLUMN ordinal integer CHECK (ordinal >= 1);

-- Null where it could not begin, for want of a data key or of room: then there is this row and no file.
ALTER TABLE recording ALTER COLUMN key_id DROP NOT NULL;
ALTER TABLE recording ADD CONSTRAINT keyless_has_failed CHECK (key_id IS NOT NULL OR state = 'FAILED');
