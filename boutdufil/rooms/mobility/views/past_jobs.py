"""Step 1: the jobs somebody held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.mobility import errors, services
from boutdufil.rooms.mobility.forms import AddJobForm, PastJobForm, PlaceForm, TitleForm
from boutdufil.rooms.mobility.selectors import profiles, titles
from boutdufil.rooms.mobility.views.visitors import opened_profile, path_context, profile_of
from boutdufil.rooms.mobility.views.writing import TEN_MINUTES, writes

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Profile

JobForms = list[tuple[profiles.JobRow, PastJobForm]]


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@writes("mobility.write", 120, TEN_MINUTES)
def past_jobs(request: HttpRequest) -> HttpResponse:
    """Find a job by everyday words; keep years, workplaces and the place to look near."""
    if request.method == "POST":
        return _save(request)
    return _page(request, profile_of(request))


def _page(request: HttpRequest, profile: Profile | None, **bound: Any) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    found = titles.title_search(query)
    summary = profiles.path_summary(profile)
    place = {"near": summary.place.name if summary.place else ""}
    context = path_context(
        profile,
        query=query,
        found=found,
        form=TitleForm(initial={"q": query}),
        rows=bound.get("rows") or _job_forms(summary.jobs),
        place_form=bound.get("place_form") or PlaceForm(initial=place),
        families=titles.families() if query and not found else (),
    )
    return render(request, "mobility/past_jobs.html", context, status=bound.get("status", 200))


def _job_forms(jobs: tuple[profiles.JobRow, ...], data: Any = None) -> JobForms:
    return [
        (
            job,
            PastJobForm(
                data,
                prefix=f"job-{job.pk}",
                initial={"years": job.years, "workplace": job.workplace},
            ),
        )
        for job in jobs
    ]


def _save(request: HttpRequest) -> HttpResponse:
    profile = opened_profile(request)
    removed = row_number(request.POST.get("remove", ""))
    if removed is not None:
        services.past_jobs.remove_past_job(profile=profile, job_id=removed)
        return redirect("mobility:past_jobs")
    rows = _job_forms(profiles.path_summary(profile).jobs, request.POST)
    place_form = PlaceForm(request.POST)
    if not all([*(form.is_valid() for _job, form in rows), place_form.is_valid()]):
        return _page(request, profile, rows=rows, place_form=place_form, status=422)
    return _keep(request, profile, rows, place_form)


def _keep(
    request: HttpRequest, profile: Profile, rows: JobForms, place_form: PlaceForm
) -> HttpResponse:
    details = {
        job.pk: (form.cleaned_data["years"], form.cleaned_data["workplace"]) for job, form in rows
    }
    services.past_jobs.update_past_jobs(profile=profile, details=details)
    try:
        services.profiles.set_place(profile=profile, text=place_form.cleaned_data["near"])
    except errors.UnknownPlaceError:
        place_form.add_error("near", _("Aucune commune trouvée. Essayez un code postal."))
        return _page(request, profile, rows=rows, place_form=place_form, status=422)
    return redirect("mobility:skills" if rows else "mobility:past_jobs")


@require_POST
@login_not_required
@writes("mobility.write", 120, TEN_MINUTES)
def add(request: HttpRequest) -> HttpResponse:
    """Add the title picked among the hits."""
    form = AddJobForm(request.POST)
    if form.is_valid():
        _add(request, form.cleaned_data)
    return redirect(reverse("mobility:past_jobs") + "#mes-metiers")


def _add(request: HttpRequest, picked: dict[str, str]) -> None:
    try:
        services.past_jobs.add_past_job(
            profile=opened_profile(request),
            code=picked["code"],
            label=picked["label"],
            words=picked["words"],
        )
    except errors.UnknownTitleError:
        messages.error(request, _("Ce métier n’est plus dans la liste. Cherchez-le de nouveau."))
    except errors.TooManyJobsError:
        messages.error(request, _("Douze métiers au plus : retirez-en un d’abord."))
