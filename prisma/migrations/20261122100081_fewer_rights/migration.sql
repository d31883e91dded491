-- Merging and erasing run with the owner's rights, so the portal itself needs none of these.
REVOKE UPDATE (candidate_id) ON threads, mailing_recipients, message_preferences, contact_holds, email_failures FROM app;
REVOKE DELETE ON mailing_recipients, message_preferences, contact_holds FROM app;
