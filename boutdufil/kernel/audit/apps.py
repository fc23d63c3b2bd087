"""The app of the audit trail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Append-only entries, partitioned by month."""

    name = "boutdufil.kernel.audit"
    label = "audit"
    verbose_name = _("Piste d’audit")
