"""Events and their handlers in the admin, to read. Failed deliveries are failed jobs."""

from django.contrib import admin

from boutdufil.kernel.events.models import Delivery, HandlerPosition, OutboxEvent
from boutdufil.kernel.ui.read_only import ReadOnlyAdmin


@admin.register(OutboxEvent)
class OutboxEventAdmin(ReadOnlyAdmin):
    """What happened, the latest first."""

    list_display = ("id", "name", "occurred_at", "payload", "pos")
    list_filter = ("name",)
    ordering = ("-id",)


@admin.register(HandlerPosition)
class HandlerPositionAdmin(ReadOnlyAdmin):
    """How far each handler was served."""

    list_display = ("handler", "pos")
    ordering = ("handler",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Who has handled what, the latest first."""

    list_display = ("handler", "event", "done_at")
    list_filter = ("handler",)
    ordering = ("-id",)
    list_select_related = ("event",)
