"""Step 2: the skills, each decided on by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.rooms.mobility import selectors, services
from boutdufil.rooms.mobility.forms import LevelForm, SkillSearchForm
from boutdufil.rooms.mobility.views.visitors import needs_path, path_context

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Profile


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@needs_path
@rate_limited("mobility.write", 120, 600)
def skills(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Propose the skills of the past jobs' cards; every button keeps what is ticked."""
    if request.method == "POST":
        return _save(request, profile)
    query = request.GET.get("q", "").strip()
    context = path_context(
        profile,
        page=selectors.skills.skills_page(profile),
        query=query,
        hits=selectors.skills.skill_hits(profile, query),
        form=SkillSearchForm(initial={"q": query}),
    )
    return render(request, "mobility/skills.html", context)


def _save(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Keep the ticks, then do what the button pressed says."""
    page = selectors.skills.skills_page(profile)
    ticked = {*request.POST.getlist("skill"), *_group(page, request.POST.get("all", ""))}
    shown = request.POST.getlist("shown")
    services.skills.decide_skills(profile=profile, shown=shown, ticked=ticked)
    if added := request.POST.get("add", ""):
        services.skills.add_skill(profile=profile, code=added)
    return redirect(_next(request))


def _group(page: selectors.skills.SkillsPage, key: str) -> set[str]:
    """The codes of the group whose "tick all" was pressed."""
    groups = [group for job in page.jobs for group in job.groups if group.key == key]
    return {skill.code for group in groups for skill in group.skills}


def _next(request: HttpRequest) -> str:
    """Where a button leads: on with the path, to the hits of a search, or back to the page."""
    here = reverse("mobility:skills")
    query = request.POST.get("q", "").strip()
    if request.POST.get("do") == "continue":
        return reverse("mobility:tastes")
    if request.POST.get("do") == "levels":
        return reverse("mobility:levels")
    if group := request.POST.get("all", ""):
        return f"{here}#groupe-{group}"
    if query and "add" not in request.POST:
        return f"{here}?{urlencode({'q': query})}#ajouter"
    return f"{here}#ajouter" if "add" in request.POST else here


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@needs_path
@rate_limited("mobility.write", 120, 600)
def levels(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Say how well, and where each held skill was used; all of it may stay empty."""
    data = request.POST if request.method == "POST" else None
    summary = selectors.profiles.path_summary(profile)
    jobs = [(job.pk, job.label) for job in summary.jobs]
    rows = [
        (row, LevelForm(data, prefix=row.code, jobs=jobs, initial=_level_initial(row)))
        for row in selectors.skills.level_rows(profile)
    ]
    if data is not None and all(form.is_valid() for _row, form in rows):
        said = {row.code: _said(form, jobs) for row, form in rows}
        services.skills.set_levels(profile=profile, levels=said)
        return redirect("mobility:tastes")
    return render(request, "mobility/levels.html", path_context(profile, rows=rows))


def _level_initial(row: selectors.skills.LevelRow) -> dict[str, int | None]:
    return {"level": row.level, "used_in": row.used_in}


def _said(form: LevelForm, jobs: list[tuple[int, str]]) -> tuple[int | None, int | None]:
    """The level and the job; a person with a single job is not asked which one."""
    only_job = jobs[0][0] if len(jobs) == 1 else None
    return form.cleaned_data["level"], form.cleaned_data.get("used_in", only_job)
