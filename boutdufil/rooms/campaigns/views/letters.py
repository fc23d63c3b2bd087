"""Letters to those who registered, and the one-click way out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.letters import LetterForm
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors import letters as selectors
from boutdufil.rooms.campaigns.services import letters as services
from boutdufil.rooms.campaigns.services.letter_mail import preview_text
from boutdufil.rooms.campaigns.services.letter_refusals import refuse_letters
from boutdufil.rooms.campaigns.views.attendance import filters_form
from boutdufil.rooms.campaigns.views.doors import HOUR, attempt
from boutdufil.rooms.campaigns.views.intake_doors import run_node

if TYPE_CHECKING:
    from boutdufil.rooms.campaigns.views.doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.letters", 60, HOUR)
@run_node
def letters(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """List the letters of a node, and begin one to the list of the address."""
    filters = filters_form(request, node)
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.write_letter(
            node_id=node.id,
            draft=form.draft(),
            filters=filters.filters(),
            actor_id=request.user.pk,
        )
        return redirect("campaigns:letter", node.id, made.pk)
    return show_form(
        request,
        "campaigns/letters/letters.html",
        form,
        node=node,
        rows=selectors.letters_at(node.id),
        filters=filters,
        chosen=selectors.filter_words(filters.filters()),
        query=request.GET.urlencode(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.letters", 60, HOUR)
@run_node
def letter(request: PersonRequest, node: NodeRow, letter_id: int) -> HttpResponse:
    """Show a letter as a recipient reads it; change it, try it on oneself, send it."""
    page = selectors.letter_page(node.id, letter_id)
    if page is None:
        raise Http404
    wanted = request.POST.get("do", "")
    if request.method == "POST" and wanted != "change":
        return _decided(request, node, letter_id, wanted)
    row = page.row
    initial = {"kind": row.kind, "subject": row.subject, "text": row.text}
    form = LetterForm(request.POST if wanted == "change" else None, initial=initial)
    if form.is_valid():
        attempt(
            request,
            lambda: services.change_letter(
                letter_id=letter_id, draft=form.draft(), actor_id=request.user.pk
            ),
            _("C’est gardé."),
        )
        return redirect("campaigns:letter", node.id, letter_id)
    text = preview_text(letter_id=letter_id)
    context = {"node": node, "page": page, "text": text}
    return show_form(request, "campaigns/letters/letter.html", form, **context)


def _decided(request: PersonRequest, node: NodeRow, letter_id: int, wanted: str) -> HttpResponse:
    if wanted == "try":
        _try(request, letter_id)
    elif wanted == "send":
        _send(request, letter_id)
    elif wanted == "drop":
        drop = {"letter_id": letter_id, "actor_id": request.user.pk}
        if attempt(request, lambda: services.drop_letter(**drop), _("La lettre est jetée.")):
            return redirect("campaigns:letters", node.id)
    else:
        raise Http404
    return redirect("campaigns:letter", node.id, letter_id)


def _try(request: PersonRequest, letter_id: int) -> None:
    if services.try_letter(letter_id=letter_id, person=request.user):
        told = _("La lettre est partie à votre adresse : %(email)s.")
        messages.success(request, told % {"email": request.user.email})
    else:
        messages.error(request, _("Votre compte n’a pas d’adresse e-mail."))


def _send(request: PersonRequest, letter_id: int) -> None:
    try:
        count = services.send_letter(letter_id=letter_id, actor_id=request.user.pk)
    except CampaignError as error:
        messages.error(request, str(error))
        return
    told = ngettext(
        "La lettre part à %(count)d personne.", "La lettre part à %(count)d personnes.", count
    )
    messages.success(request, told % {"count": count})


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_letters(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the letters of a campaign: a button for people, one request for mailboxes.

    A mailbox that posts (RFC 8058) has neither cookie nor token of ours: the link is the proof.
    """
    found = selectors.refuser(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        refuse_letters(registration_id=found.registration_id)
        found = selectors.refuser(token)
    return render(request, "campaigns/letters/stop.html", {"refuser": found, "token": token})
