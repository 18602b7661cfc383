"""Notifications: every mail is a row first, sent after commit and retried."""
