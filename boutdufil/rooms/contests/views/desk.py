"""The organiser's desk: one's editions, one edition, and its life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.organisations.selectors import organisation
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.contests.enums import EditionStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.editions import EditionForm, typed
from boutdufil.rooms.contests.permissions.editions import can_open_edition
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors import desk as selectors
from boutdufil.rooms.contests.services import editions as services
from boutdufil.rooms.contests.services.publishing import publish_edition
from boutdufil.rooms.contests.views.doors import HOUR, attempt, own_edition

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest

FORM = "contests/editions/form.html"
PER_PAGE = 100


@never_cache
@require_safe
def desk(request: PersonRequest) -> HttpResponse:
    """List one's organisations with the contests they hold."""
    holders = selectors.holders_of(request.user)
    return render(request, "contests/editions/desk.html", {"holders": holders})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.new_edition", 30, HOUR)
def new_edition(request: PersonRequest, organisation_id: int) -> HttpResponse:
    """Begin an edition in the name of an organisation."""
    holder = organisation(organisation_id)
    if holder is None or not can_open_edition(request.user, organisation_id):
        raise Http404
    form = EditionForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_edition(
                organiser_id=organisation_id,
                draft=form.draft(),
                ready=form.cleaned_data["ready"],
                actor_id=request.user.pk,
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("Le concours est en brouillon. Voyez ses épreuves."))
            return redirect("contests:seat", made.pk)
    return show_form(request, FORM, form, holder=holder)


@require_safe
@own_edition
def seat(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """Show an edition with its pipeline and what may be done."""
    page = selectors.seat_page(edition)
    return render(request, "contests/editions/seat.html", {"page": page, "edition": edition})


@require_http_methods(["GET", "HEAD", "POST"])
@own_edition
def edit(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """Change what an edition says."""
    frozen = edition.status != EditionStatus.DRAFT
    form = EditionForm(request.POST or None, frozen=frozen, initial=typed(edition))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_edition(
                edition_id=edition.id,
                draft=form.draft(),
                actor_id=request.user.pk,
                reason=form.why,
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("C’est changé."))
            return redirect("contests:seat", edition.id)
    return show_form(request, FORM, form, edition=edition)


@require_POST
@own_edition
def publish(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """Declare the rules, and show the edition to everybody."""
    attempt(
        request,
        lambda: publish_edition(edition_id=edition.id, actor_id=request.user.pk),
        _("Le règlement est publié, version 1."),
    )
    return redirect("contests:seat", edition.id)


@require_POST
@rate_limited("contests.duplicate", 30, HOUR)
@own_edition
def duplicate(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """Copy an edition to next year."""
    made = services.duplicate_edition(edition_id=edition.id, actor_id=request.user.pk)
    messages.success(request, _("La copie est en brouillon, aux mêmes jours de la semaine."))
    return redirect("contests:seat", made.pk)


@require_POST
@own_edition
def drop(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """Take a draft away."""
    done = attempt(
        request,
        lambda: services.drop_draft(edition_id=edition.id, actor_id=request.user.pk),
        _("Le brouillon est supprimé."),
    )
    return redirect("contests:desk") if done else redirect("contests:seat", edition.id)


@require_safe
@own_edition
def log(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """Show the log of an edition."""
    page = Paginator(selectors.log_lines(edition.id), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "contests/editions/log.html", {"page": page, "edition": edition})
