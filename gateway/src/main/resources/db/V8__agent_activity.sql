-- What agents did and when (PII-2): ids of agents and contacts, names of states. No numbers, no names of people.
--
-- Whose a row is comes from the settings of the transaction, as in V1.
CREATE TABLE agent_activity (
    account_id  text NOT NULL DEFAULT current_setting('app.account') CHECK (account_id <> ''),
    instance_id text NOT NULL DEFAULT current_setting('app.instance') CHECK (instance_id <> ''),
    activity_id uuid NOT NULL,
    agent_id    text NOT NULL CHECK (agent_id <> ''),
    at          timestamptz NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('signed-in', 'signed-out', 'state', 'contact')),
    -- How long that lasted which ended by it, ms.
    lasted_ms   bigint NOT NULL CHECK (lasted_ms >= 0),
    from_state  text CHECK ((from_state IS NOT NULL) = (kind = 'state')),
    to_state    text CHECK ((to_state IS NOT NULL) = (kind = 'state')),
    contact_id  text CHECK ((contact_id IS NOT NULL) = (kind = 'contact')),
    outcome     text CHECK ((outcome IS NOT NULL) = (kind = 'contact')),

    PRIMARY KEY (account_id, instance_id, activity_id)
);

CREATE INDEX agent_activity_by_agent ON agent_activity (account_id, instance_id, agent_id, at DESC, activity_id DESC);

ALTER TABLE agent_activity ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_activity FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON agent_activity
    USING (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true))
    WITH CHECK (account_id = current_setting('app.account', true) AND instance_id = current_setting('app.instance', true));
