"""The door: the page a telephone keeps, what it sends, and the organiser's view of all devices.

The page and its answers know no account: a device is recognised by a key it alone has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer, show_form
from boutdufil.rooms.campaigns.errors import CampaignError, DeviceOverError, DoorError
from boutdufil.rooms.campaigns.forms.door import DeviceForm
from boutdufil.rooms.campaigns.permissions.registrations import can_run_door
from boutdufil.rooms.campaigns.rules.door_words import (
    DoorWordsError,
    read_hash,
    read_scans,
    read_secret,
    read_words,
)
from boutdufil.rooms.campaigns.rules.registrations import PURPOSE_WORDS
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors import door as selectors
from boutdufil.rooms.campaigns.selectors.badges import badge_sheets
from boutdufil.rooms.campaigns.selectors.door_shell import manifest_text, worker_text
from boutdufil.rooms.campaigns.services import badges as badge_services
from boutdufil.rooms.campaigns.services import door as services
from boutdufil.rooms.campaigns.services import door_logs
from boutdufil.rooms.campaigns.views.doors import HOUR, View, attempt, guarded

if TYPE_CHECKING:
    from boutdufil.rooms.campaigns.views.doors import PersonRequest

Words = Mapping[str, Any]


def door_node(view: View) -> View:
    """Hand the view the event of its address, to those who prepare its door."""
    return guarded(view, can_run_door)


# No cookie opens anything here, so there is nothing a foreign page could borrow.
@csrf_exempt
@login_not_required
@never_cache
@sensitive_variables("words")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.door", 6000, HOUR)
def door(request: HttpRequest) -> HttpResponse:
    """Give the page of the door, the same to everybody; answer what a device sends."""
    if request.method != "POST":
        return render(request, "campaigns/door/door.html", {"purposes": PURPOSE_WORDS.items()})
    try:
        words = read_words(request.body)
        return JsonResponse(_ACTS.get(words["do"], _unknown)(words))
    except DoorWordsError as error:
        return JsonResponse({"error": str(error)}, status=400)
    except DeviceOverError as error:
        return JsonResponse({"error": str(error)}, status=410)
    except DoorError as error:
        return JsonResponse({"error": str(error)}, status=401)


@require_safe
@login_not_required
def door_worker(request: HttpRequest) -> HttpResponse:
    """Give the script that keeps the page for when there is no network."""
    answer = HttpResponse(worker_text(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
@login_not_required
def door_manifest(request: HttpRequest) -> HttpResponse:
    """Give what a telephone needs to install the page."""
    return HttpResponse(manifest_text(), content_type="application/manifest+json")


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.door_desk", 120, HOUR)
@door_node
def door_desk(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Show an event's devices and who came, and add a device."""
    form = DeviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt(
            request,
            lambda: services.add_device(
                node_id=node.id, actor_id=request.user.pk, **form.cleaned_data
            ),
            _("L’appareil est ajouté. Ouvrez son adresse sur le téléphone."),
        )
        return redirect("campaigns:door_desk", node.id)
    page = selectors.door_page(node)
    sheets = badge_sheets(node.id)
    context = {"node": node, "page": page, "sheets": sheets}
    return show_form(request, "campaigns/door/desk.html", form, **context)


@require_POST
@door_node
def revoke_device(request: PersonRequest, node: NodeRow, device_id: int) -> HttpResponse:
    """Take a device back."""
    attempt(
        request,
        lambda: services.revoke_device(
            node_id=node.id, device_id=device_id, actor_id=request.user.pk
        ),
        _("L’appareil est retiré : sa liste s’efface dès qu’il a du réseau."),
    )
    return redirect("campaigns:door_desk", node.id)


@require_safe
@door_node
def badges(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Give a file of badges to print."""
    part = request.GET.get("partie", "1")
    try:
        content = badge_services.badges_pdf(
            node_id=node.id,
            part=int(part) if part.isascii() and part.isdigit() else 1,
            at=timezone.now(),
        )
    except CampaignError as error:
        messages.error(request, str(error))
        return redirect("campaigns:door_desk", node.id)
    return file_answer(content, f"badges-{node.slug}-{part}.pdf")


def _pair(words: Words) -> dict[str, Any]:
    device = services.pair_device(token=read_secret(words, "token"), key=read_secret(words, "key"))
    return {
        "device": device.pk,
        "name": device.name,
        "event": device.intake.node.name,
        "keys": selectors.trusted_keys(),
    }


def _alive(words: Words) -> dict[str, Any]:
    services.check_alive(key_hash=read_hash(words, "id"))
    return {}


def _list(words: Words) -> dict[str, Any]:
    given = services.take_list(key=read_secret(words, "key"))
    return {"list": given.text, "signature": given.signature, "key": given.key_id}


def _scans(words: Words) -> dict[str, Any]:
    seen = read_scans(words)
    clashing = door_logs.receive_scans(
        key=read_secret(words, "key"), seen=seen, language=get_language() or "fr"
    )
    return {"written": [one.number for one in seen], "conflicts": clashing}


def _finish(words: Words) -> dict[str, Any]:
    services.finish_device(key=read_secret(words, "key"))
    return {}


def _unknown(words: Words) -> dict[str, Any]:
    raise DoorWordsError("do")


_ACTS: dict[str, Callable[[Words], dict[str, Any]]] = {
    "pair": _pair,
    "alive": _alive,
    "list": _list,
    "scans": _scans,
    "finish": _finish,
}
