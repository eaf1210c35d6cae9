-- Who somebody is at the OpenID provider: a sum of issuer and subject, which stays while names there may change.

ALTER TABLE person ADD COLUMN provider_subject text CHECK (provider_subject ~ '^[A-Za-z0-9_-]{43}$');
