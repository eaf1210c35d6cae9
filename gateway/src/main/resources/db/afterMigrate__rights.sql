-- At every start, because the role's name is a setting. Nothing is ever deleted but what says so here.
GRANT USAGE ON SCHEMA crosspoint TO ${app};
GRANT SELECT, INSERT, UPDATE ON recording, key_change, instance_key TO ${app};
-- The audit trail is only added to: its head moves on, its key is wrapped anew, its digests arrive.
GRANT SELECT, INSERT ON audit_event, audit_key, audit_digest, audit_head TO ${app};
GRANT UPDATE (seq, hash) ON audit_head TO ${app};
GRANT UPDATE (key_id, wrapped) ON audit_key TO ${app};
GRANT UPDATE (delivered_at) ON audit_digest TO ${app};
-- Contacts go when their retention is over, and with them what finds them.
GRANT SELECT, INSERT, UPDATE, DELETE ON contact, contact_attribute, shared_reference TO ${app};
GRANT SELECT, INSERT, UPDATE ON person, profile, people_change, sign_in_limit TO ${app};
-- What agents did is only added to, and goes when its retention is over.
GRANT SELECT, INSERT, DELETE ON agent_activity TO ${app};
