"""Releases at the desk: made, read again before they are out, announced, published, dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer, show_form
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.forms.releases import (
    DropForm,
    MakeReleaseForm,
    PlanForm,
    PublishForm,
)
from boutdufil.rooms.barometer.selectors import release_desk as selectors
from boutdufil.rooms.barometer.services import releases as services
from boutdufil.rooms.barometer.views.doors import HOUR, attempt, own_survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from boutdufil.rooms.barometer.forms.fields import BlamedForm
    from boutdufil.rooms.barometer.selectors.release_desk import ReleaseDesk
    from boutdufil.rooms.barometer.selectors.surveys import SurveyRow
    from boutdufil.rooms.barometer.views.doors import PersonRequest

DESK = "barometer/releases/desk.html"


@require_safe
@own_survey
def release_list(request: PersonRequest, survey: SurveyRow) -> HttpResponse:
    """List the releases of a survey, the newest first."""
    context = {
        "survey": survey,
        "rows": selectors.release_rows(survey.id),
        "runs": selectors.run_choices(survey.id),
    }
    return render(request, "barometer/releases/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.make_release", 30, HOUR)
@own_survey
def make_release(request: PersonRequest, survey: SurveyRow) -> HttpResponse:
    """Make a release from an estimation; nothing goes out yet."""
    form = MakeReleaseForm(request.POST or None, runs=selectors.run_choices(survey.id))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_release(
                run_id=form.cleaned_data["run"],
                name=form.cleaned_data["name"],
                actor_id=request.user.pk,
            )
        except BarometerError as error:
            form.blame(error)
        else:
            messages.success(request, _("La publication est prête à relire. Rien n’est sorti."))
            return redirect("barometer:release_desk", survey.slug, made.number)
    return show_form(request, "barometer/releases/make.html", form, survey=survey)


@require_safe
@own_survey
def release_desk(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Show a release as the public will see it, with what must hold before it goes out."""
    return render(request, DESK, _context(survey, _desk(survey, number)))


@require_POST
@own_survey
def plan_release(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Announce the hour of a release."""
    page, form = _desk(survey, number), PlanForm(request.POST)

    def act() -> None:
        services.plan_release(
            release_id=page.row.id,
            planned_at=form.cleaned_data["planned_at"],
            now=timezone.now(),
            actor_id=request.user.pk,
        )

    return _answer(request, survey, page, {"plan": form}, act, _("L’heure est annoncée."))


@require_POST
@own_survey
def unplan_release(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Take back an announced hour."""
    page = _desk(survey, number)
    attempt(
        request,
        lambda: services.withdraw_plan(release_id=page.row.id, actor_id=request.user.pk),
        _("L’annonce est retirée. Rien ne sortira sans vous."),
    )
    return redirect("barometer:release_desk", survey.slug, number)


@require_POST
@own_survey
def publish_release(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Publish a release now, once somebody said that they mean it."""
    page, form = _desk(survey, number), PublishForm(request.POST)

    def act() -> None:
        services.publish_release(
            release_id=page.row.id, now=timezone.now(), actor_id=request.user.pk
        )

    done = _("La publication est sortie et scellée.")
    return _answer(request, survey, page, {"publish": form}, act, done)


@require_POST
@own_survey
def drop_release(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Drop a release that is not out, with a reason."""
    page, form = _desk(survey, number), DropForm(request.POST)
    if form.is_valid():
        try:
            services.drop_release(
                release_id=page.row.id,
                reason=form.cleaned_data["reason"],
                actor_id=request.user.pk,
            )
        except BarometerError as error:
            form.blame(error)
        else:
            messages.success(request, _("Cette publication est abandonnée."))
            return redirect("barometer:release_list", survey.slug)
    return render(request, DESK, _context(survey, page, drop=form), status=422)


@require_safe
@own_survey
def desk_archive(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Hand over the sealed archive of a release that is out."""
    content = selectors.sealed_archive(survey.id, number)
    if content is None:
        raise Http404
    return file_answer(content, f"barometre-{survey.slug}-{number}.zip")


def _desk(survey: SurveyRow, number: int) -> ReleaseDesk:
    page = selectors.release_desk(survey.id, number, timezone.now())
    if page is None:
        raise Http404
    return page


def _context(survey: SurveyRow, page: ReleaseDesk, **typed: BlamedForm) -> dict[str, Any]:
    forms = {"plan": PlanForm(), "publish": PublishForm(), "drop": DropForm()}
    return {"survey": survey, "page": page, **forms, **typed}


def _answer(
    request: PersonRequest,
    survey: SurveyRow,
    page: ReleaseDesk,
    typed: dict[str, BlamedForm],
    act: Callable[[], None],
    done: str,
) -> HttpResponse:
    """Do what a form asks; what is refused is shown beside what was typed."""
    (form,) = typed.values()
    if form.is_valid():
        try:
            act()
        except BarometerError as error:
            form.blame(error)
        else:
            messages.success(request, done)
            return redirect("barometer:release_desk", survey.slug, page.row.number)
    return render(request, DESK, _context(survey, page, **typed), status=422)
