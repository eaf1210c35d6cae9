-- A key that was destroyed is in a dead row until the table is vacuumed: with the first one, not with the fiftieth.

ALTER TABLE instance_key SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
