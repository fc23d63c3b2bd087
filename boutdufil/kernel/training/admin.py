"""Trainings in the admin: to be found and read; they change by services alone."""

from django.contrib import admin

from boutdufil.kernel.training.models import (
    Accreditation,
    Block,
    Certificate,
    Programme,
    Recognition,
    Session,
    TrainingBody,
)
from boutdufil.kernel.ui.read_only import ReadOnlyAdmin


@admin.register(TrainingBody)
class TrainingBodyAdmin(ReadOnlyAdmin):
    """Bodies, with how long their quality is certified."""

    list_display = ("organisation", "declaration", "qualiopi_until")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "declaration")


@admin.register(Accreditation)
class AccreditationAdmin(ReadOnlyAdmin):
    """What a branch lets a body teach, from when to when."""

    list_display = ("body", "decided_by", "starts_on", "ends_on", "withdrawn_on")
    list_select_related = ("body__organisation", "decided_by")


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    """Certificates, official or invented."""

    list_display = ("label", "kind", "code", "level", "registered_until", "invented")
    list_filter = ("kind", "invented")
    search_fields = ("label", "code")


@admin.register(Block)
class BlockAdmin(ReadOnlyAdmin):
    """The blocks of certificates."""

    list_display = ("label", "certificate", "number", "hours")
    list_select_related = ("certificate",)
    search_fields = ("label",)


@admin.register(Recognition)
class RecognitionAdmin(ReadOnlyAdmin):
    """Which branch recognises what, by which agreement."""

    list_display = ("certificate", "branch", "agreement", "since")
    list_select_related = ("certificate", "branch", "agreement")


@admin.register(Programme)
class ProgrammeAdmin(ReadOnlyAdmin):
    """What bodies teach."""

    list_display = ("label", "body", "hours", "mode", "closed_on")
    list_filter = ("mode",)
    list_select_related = ("body__organisation",)
    search_fields = ("label",)


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    """When and where, with how many seats left."""

    list_display = ("programme", "commune", "starts_on", "ends_on", "seats", "booked")
    list_select_related = ("programme",)
