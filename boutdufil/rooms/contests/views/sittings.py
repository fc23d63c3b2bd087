"""The page of who watches over a session: roll, code, minutes, book, end."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.contests.enums import Presence
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.sittings import IncidentForm
from boutdufil.rooms.contests.permissions.sittings import can_watch_sitting
from boutdufil.rooms.contests.selectors.sittings import SittingRow, sitting_page, sitting_row
from boutdufil.rooms.contests.services import incidents, roll
from boutdufil.rooms.contests.services import sittings as services
from boutdufil.rooms.contests.views.doors import attempt

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest, View


def watched(view: View) -> View:
    """Hand the view the session of its address, to who watches over it."""

    @never_cache
    @wraps(view)
    def checked(request: PersonRequest, sitting_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        sitting = sitting_row(sitting_id)
        if sitting is None or not can_watch_sitting(request.user, sitting_id):
            raise Http404
        return view(request, sitting, *args, **kwargs)

    return checked


@require_safe
@watched
def sitting(request: PersonRequest, sitting: SittingRow) -> HttpResponse:
    """Show a session; only its roll, to a page that asks again every few seconds."""
    page = sitting_page(sitting)
    template = "_roll" if request.GET.get("partie") == "appel" else "sitting"
    context = {"page": page, "sitting": sitting, "form": IncidentForm(roll=page.roll)}
    return render(request, f"contests/sittings/{template}.html", context)


@require_POST
@watched
def call_roll(request: PersonRequest, sitting: SittingRow) -> HttpResponse:
    """Write down who is present and who is absent: one, or all those nobody said anything of."""
    presence = Presence.ABSENT if "absent" in request.POST else Presence.PRESENT
    asked = row_number(request.POST.get(presence.value, ""))
    page = sitting_page(sitting)
    silent = [one.entry_id for one in page.roll if one.presence is None]
    try:
        changed = roll.call_roll(
            sitting_id=sitting.id,
            entry_ids=silent if asked is None else [asked],
            presence=presence,
            actor_id=request.user.pk,
        )
    except ContestError as error:
        messages.error(request, str(error))
    else:
        told = ngettext("%(count)s ligne écrite.", "%(count)s lignes écrites.", changed)
        messages.success(request, told % {"count": changed})
    return redirect("contests:sitting", sitting.id)


@require_POST
@watched
def sitting_act(request: PersonRequest, sitting: SittingRow) -> HttpResponse:
    """Begin, end the paper of one or of everybody, or close the room."""
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    act(request, sitting)
    return redirect("contests:sitting", sitting.id)


@require_POST
@watched
def incident(request: PersonRequest, sitting: SittingRow) -> HttpResponse:
    """Write a line of the book, and give its minutes back."""
    page = sitting_page(sitting)
    form = IncidentForm(request.POST, roll=page.roll)
    if form.is_valid():
        try:
            incidents.write_incident(
                sitting_id=sitting.id, draft=form.draft(), actor_id=request.user.pk
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("C’est écrit au cahier."))
            return redirect("contests:sitting", sitting.id)
    context = {"page": page, "sitting": sitting}
    return show_form(request, "contests/sittings/sitting.html", form, **context)


def _begin(request: PersonRequest, sitting: SittingRow) -> None:
    attempt(
        request,
        lambda: services.begin_sitting(sitting_id=sitting.id, actor_id=request.user.pk),
        _("La séance a commencé : le code ouvre les copies."),
    )


def _end(request: PersonRequest, sitting: SittingRow) -> None:
    entry_id = row_number(request.POST.get("entry", ""))
    attempt(
        request,
        lambda: services.end_papers(
            sitting_id=sitting.id, entry_id=entry_id, actor_id=request.user.pk
        ),
        _("C’est terminé. Les réponses restées en route sont encore prises un instant."),
    )


def _close(request: PersonRequest, sitting: SittingRow) -> None:
    attempt(
        request,
        lambda: services.close_sitting(sitting_id=sitting.id, actor_id=request.user.pk),
        _("La séance est close."),
    )


_ACTS: dict[str, Callable[[PersonRequest, SittingRow], None]] = {
    "begin": _begin,
    "end": _end,
    "close": _close,
}
