-- What agents did goes when its retention is over: the oldest first, whoever did it.
CREATE INDEX agent_activity_by_time ON agent_activity (account_id, instance_id, at);
