"""App configuration of the audit log."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only record of every change that counts."""

    name = "portal.audit"
    label = "audit"
    verbose_name = "操作记录"
