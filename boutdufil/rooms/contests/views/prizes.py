"""Prizes and partners of an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.files.errors import FileRefused
from boutdufil.kernel.files.responses import download
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.contests.enums import EditionStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.prizes import HandOverForm, PartnerForm, PrizeForm
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors.pages import partners_of
from boutdufil.rooms.contests.selectors.prizes import PrizeRow, prizes_of, proof_of
from boutdufil.rooms.contests.services import partners as partner_services
from boutdufil.rooms.contests.services import prizes as services
from boutdufil.rooms.contests.views.doors import HOUR, attempt, own_edition

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.prize", 120, HOUR)
@own_edition
def prizes(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """Show what is promised, and promise more."""
    form = PrizeForm(request.POST or None, frozen=_is_frozen(edition))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_prize(
                edition_id=edition.id,
                draft=form.draft(),
                actor_id=request.user.pk,
                reason=form.why,
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("La dotation est promise."))
            return redirect("contests:prizes", edition.id)
    return show_form(
        request,
        "contests/editions/prizes.html",
        form,
        edition=edition,
        prizes=prizes_of(edition),
        frozen=_is_frozen(edition),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.hand_over", 120, HOUR)
@own_edition
def hand_over(request: PersonRequest, edition: EditionRow, prize_id: int) -> HttpResponse:
    """Say that a prize was handed over."""
    prize = _prize(edition, prize_id)
    initial = {"handed_at": prize.handed_at, "handed_to": prize.handed_to}
    form = HandOverForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.hand_over(
                edition_id=edition.id,
                prize_id=prize_id,
                actor_id=request.user.pk,
                **form.given(),
            )
        except ContestError as error:
            form.blame(error)
        except FileRefused as refused:
            form.add_error("proof", str(refused))
        else:
            messages.success(request, _("La remise est notée."))
            return redirect("contests:prizes", edition.id)
    template = "contests/editions/hand_over.html"
    return show_form(request, template, form, edition=edition, prize=prize)


@require_POST
@own_edition
def remove_prize(request: PersonRequest, edition: EditionRow, prize_id: int) -> HttpResponse:
    """Take a prize back."""
    attempt(
        request,
        lambda: services.remove_prize(
            edition_id=edition.id,
            prize_id=prize_id,
            actor_id=request.user.pk,
            reason=request.POST.get("reason", ""),
        ),
        _("C’est retiré."),
    )
    return redirect("contests:prizes", edition.id)


@require_safe
@own_edition
def proof(_request: PersonRequest, edition: EditionRow, prize_id: int) -> HttpResponse:
    """Hand over the proof that a prize was handed over."""
    file = proof_of(edition.id, prize_id)
    if file is None:
        raise Http404
    return download(file)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.partner", 120, HOUR)
@own_edition
def partners(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """Show who stands beside, and name one more."""
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        partner_services.add_partner(
            edition_id=edition.id, draft=form.draft(), actor_id=request.user.pk
        )
        messages.success(request, _("C’est ajouté."))
        return redirect("contests:partners", edition.id)
    template = "contests/editions/partners.html"
    return show_form(request, template, form, edition=edition, partners=partners_of(edition.id))


@require_POST
@own_edition
def partner(request: PersonRequest, edition: EditionRow, partner_id: int) -> HttpResponse:
    """Show a partner earlier, or take it off."""
    up = request.POST.get("do") == "up"
    act = partner_services.move_partner_up if up else partner_services.remove_partner
    act(edition_id=edition.id, partner_id=partner_id, actor_id=request.user.pk)
    return redirect("contests:partners", edition.id)


def _prize(edition: EditionRow, prize_id: int) -> PrizeRow:
    found = [one for one in prizes_of(edition) if one.id == prize_id]
    if not found:
        raise Http404
    return found[0]


def _is_frozen(edition: EditionRow) -> bool:
    return edition.status != EditionStatus.DRAFT
