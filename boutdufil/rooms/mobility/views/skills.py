"""Step 2: the skills, each decided on by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boutdufil.rooms.mobility import permissions, selectors, services
from boutdufil.rooms.mobility.forms import LevelForm, SkillSearchForm, is_skill_code
from boutdufil.rooms.mobility.views.visitors import needs_path, path_context
from boutdufil.rooms.mobility.views.writing import TEN_MINUTES, writes

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Profile

LevelForms = list[tuple[selectors.skills.LevelRow, LevelForm]]
LevelGroups = tuple[selectors.skills.LevelGroup, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@needs_path(permissions.can_change_profile)
@writes("mobility.write", 120, TEN_MINUTES)
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
    said = [code for code in request.POST.getlist("skill") if is_skill_code(code)]
    ticked = {*said, *_group(page, request.POST.get("all", ""))}
    same = services.skills.decide_page(
        profile=profile, digest=request.POST.get("page", ""), ticked=ticked
    )
    if (added := request.POST.get("add", "")) and is_skill_code(added):
        services.skills.add_skill(profile=profile, code=added)
    if not same:
        messages.warning(
            request,
            _("La liste a changé entre-temps. Vos coches sont gardées : vérifiez-les ici."),
        )
        return redirect("mobility:skills")
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
@needs_path(permissions.can_change_profile)
@writes("mobility.write", 120, TEN_MINUTES)
def levels(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Say how well, and where each held skill was used, one past job a page; all optional."""
    groups = selectors.skills.level_groups(profile)
    at = _group_at(groups, request.GET.get("fiche", ""))
    jobs = [(job.pk, job.label) for job in selectors.profiles.path_summary(profile).jobs]
    rows = _level_forms(request, groups[at] if groups else None, jobs)
    if request.method == "POST" and _valid(rows):
        said = {row.code: _said(form, jobs) for row, form in rows if form.is_bound}
        services.skills.set_levels(profile=profile, levels=said)
        return redirect(_after(groups, at))
    context = path_context(
        profile, rows=rows, group=groups[at] if groups else None, number=at + 1, total=len(groups)
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "mobility/levels.html", context, status=status)


def _level_forms(
    request: HttpRequest, group: selectors.skills.LevelGroup | None, jobs: list[tuple[int, str]]
) -> LevelForms:
    """A form a skill; what the page sent does not name keeps what was said before."""
    return [
        (
            row,
            LevelForm(
                request.POST if f"{row.code}-level" in request.POST else None,
                prefix=row.code,
                jobs=jobs,
                initial={"level": row.level, "used_in": row.used_in},
            ),
        )
        for row in (group.rows if group else ())
    ]


def _valid(rows: LevelForms) -> bool:
    """Whether all that was sent can be kept."""
    return all(form.is_valid() for _row, form in rows if form.is_bound)


def _group_at(groups: LevelGroups, key: str) -> int:
    """Where the group asked for stands; the first one when none is."""
    keys = [group.key for group in groups]
    return keys.index(key) if key in keys else 0


def _after(groups: LevelGroups, at: int) -> str:
    """Where to go after a group: the next one, then on with the path."""
    if at + 1 >= len(groups):
        return reverse("mobility:tastes")
    return f"{reverse('mobility:levels')}?{urlencode({'fiche': groups[at + 1].key})}"


def _said(form: LevelForm, jobs: list[tuple[int, str]]) -> tuple[int | None, int | None]:
    """The level and the job; a person with a single job is not asked which one."""
    only_job = jobs[0][0] if len(jobs) == 1 else None
    return form.cleaned_data["level"], form.cleaned_data.get("used_in", only_job)
