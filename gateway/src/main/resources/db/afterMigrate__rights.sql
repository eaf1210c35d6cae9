-- At every start, because the role's name is a setting. Nothing is ever deleted.
GRANT USAGE ON SCHEMA crosspoint TO ${app};
GRANT SELECT, INSERT, UPDATE ON recording, key_change, instance_key TO ${app};
