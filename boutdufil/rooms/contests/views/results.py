"""Deciding a stage, reading results, understanding one's own, contesting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer, show_form, tell_mistakes
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.results import (
    AnswerForm,
    AppealForm,
    DecideForm,
    DepartForm,
    NameForm,
)
from boutdufil.rooms.contests.permissions.editions import can_run_edition
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors import results as selectors
from boutdufil.rooms.contests.selectors.entries import EntryRow
from boutdufil.rooms.contests.selectors.why import appeals_of
from boutdufil.rooms.contests.selectors.why import why as why_of
from boutdufil.rooms.contests.selectors.without_juror import entry_without
from boutdufil.rooms.contests.services import appeals, decisions, minutes, seals
from boutdufil.rooms.contests.services.entries import publish_name
from boutdufil.rooms.contests.views.doors import HOUR, attempt, own_edition, stage_within
from boutdufil.rooms.contests.views.entry_doors import captains_entry, own_entry
from boutdufil.rooms.contests.views.pages import readable

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest


@require_safe
@own_edition
def decision(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Show how a stage is decided, with all that may be done about it."""
    stage = stage_within(edition.id, stage_id)
    context = {
        "edition": edition,
        "stage": stage,
        "result": selectors.stage_result(stage),
        "form": DepartForm(),
    }
    return render(request, "contests/results/decision.html", context)


@require_POST
@own_edition
def decide(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Decide a stage by its declared rule, or again with a reason."""
    stage_within(edition.id, stage_id)
    form = DecideForm(request.POST)
    if form.is_valid():
        reason, actor_id = form.cleaned_data["reason"], request.user.pk
        attempt(
            request,
            lambda: decisions.decide_stage(stage_id=stage_id, actor_id=actor_id, reason=reason),
            _("L’épreuve est décidée par la règle annoncée."),
        )
    else:
        tell_mistakes(request, form)
    return redirect("contests:decision", edition.id, stage_id)


@require_POST
@own_edition
def depart(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Write down that the jury departs from the ranking."""
    stage_within(edition.id, stage_id)
    form = DepartForm(request.POST)
    if form.is_valid():
        facts, actor_id = form.cleaned_data, request.user.pk
        attempt(
            request,
            lambda: decisions.depart(stage_id=stage_id, actor_id=actor_id, **facts),
            _("L’écart du jury est écrit, avec son motif."),
        )
    else:
        tell_mistakes(request, form)
    return redirect("contests:decision", edition.id, stage_id)


@require_POST
@own_edition
def publish(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Show the result to everybody."""
    stage_within(edition.id, stage_id)
    actor_id = request.user.pk
    attempt(
        request,
        lambda: decisions.publish_decision(stage_id=stage_id, actor_id=actor_id),
        _("Le résultat est public."),
    )
    return redirect("contests:decision", edition.id, stage_id)


@require_POST
@own_edition
def seal(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """Seal the edition, so that anybody can replay it."""
    actor_id = request.user.pk
    attempt(
        request,
        lambda: seals.seal_edition(edition_id=edition.id, actor_id=actor_id),
        _("L’édition est scellée : chacun peut la rejouer."),
    )
    return redirect("contests:results", edition.slug)


@require_safe
@own_edition
def minutes_paper(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Hand the minutes of a decision over, as a PDF."""
    stage = stage_within(edition.id, stage_id)
    result = selectors.stage_result(stage)
    if result is None:
        raise Http404
    paper = minutes.typeset_minutes(edition=edition, result=result)
    return file_answer(paper, f"{edition.slug}-proces-verbal-{stage.position}.pdf")


@require_safe
@login_not_required
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every public result of an edition, by city, region or as a whole."""
    edition = readable(request, slug)
    context = {
        "edition": edition,
        "results": selectors.public_results(edition.id),
        "seals": selectors.seals_of(edition.id),
        "is_mine": can_run_edition(request.user, edition.id),
    }
    return render(request, "contests/results/results.html", context)


@require_safe
@login_not_required
def sealed(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Hand a seal over: what `boutdufil verify` replays."""
    edition = readable(request, slug)
    archive = selectors.seal_archive(edition.id, number)
    if archive is None:
        raise Http404
    return file_answer(archive, f"{edition.slug}-{number}.zip")


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.appeal", 20, HOUR)
@own_entry
def why(request: PersonRequest, entry: EntryRow, stage_id: int) -> HttpResponse:
    """Explain a result to those it concerns, and take their appeal."""
    stage = stage_within(entry.edition_id, stage_id)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text, actor_id = form.cleaned_data["text"], request.user.pk
        made = attempt(
            request,
            lambda: appeals.make_appeal(
                entry_id=entry.id, stage_id=stage_id, actor_id=actor_id, text=text
            ),
            _("Votre réclamation est reçue. Sa réponse paraîtra ici."),
        )
        if made:
            return redirect("contests:why", entry.id, stage_id)
    told = why_of(entry, stage)
    if told is None:
        raise Http404
    return show_form(request, "contests/results/why.html", form, entry=entry, why=told)


@require_POST
@captains_entry
def name(request: PersonRequest, entry: EntryRow) -> HttpResponse:
    """Let one's name stand beside one's result, or no longer."""
    form = NameForm(request.POST)
    publishes = form.is_valid() and form.cleaned_data["publishes"]
    publish_name(entry_id=entry.id, publishes=publishes, actor_id=request.user.pk)
    return redirect("contests:entry", entry.id)


@require_safe
@own_edition
def appeals_list(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """List what candidates contest, those that wait first."""
    rows = appeals_of(edition_id=edition.id)
    return render(request, "contests/results/appeals.html", {"edition": edition, "appeals": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@own_edition
def appeal(request: PersonRequest, edition: EditionRow, appeal_id: int) -> HttpResponse:
    """Show one appeal, and take its answer."""
    found = next((one for one in appeals_of(edition_id=edition.id) if one.id == appeal_id), None)
    if found is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appeals.answer_appeal(
                appeal_id=appeal_id, actor_id=request.user.pk, **form.cleaned_data
            )
        except ContestError as error:
            form.add_error(error.field or None, str(error))
        else:
            return redirect("contests:appeals", edition.id)
    context = {
        "edition": edition,
        "appeal": found,
        "without": entry_without(found.number, found.stage_id),
    }
    return show_form(request, "contests/results/appeal.html", form, **context)
