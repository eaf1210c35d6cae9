-- A quality that few contacts have is found here. Through contact_by_start, which serves the common ones, it took all
-- contacts of the time.
CREATE INDEX contact_by_mos ON contact (account_id, instance_id, worst_mos, initiated_at DESC, contact_id DESC)
    WHERE worst_mos IS NOT NULL;
