"""The roster of a plan: brought, mapped, previewed, loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer
from boutdufil.lib.text import fold
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.forms.plans import MappingForm, RosterFileForm
from boutdufil.rooms.mobility.permissions import plans as permissions
from boutdufil.rooms.mobility.selectors import roster_imports, roster_pages
from boutdufil.rooms.mobility.services import rosters
from boutdufil.rooms.mobility.views.plan_doors import attempt, back, show, with_plan
from boutdufil.rooms.mobility.views.writing import HOUR

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Plan, RosterImport

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("mobility.roster", limit=60, per_seconds=HOUR)
@with_plan(permissions.can_read_roster)
def roster(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Show the people of a plan, or take a file in."""
    form = RosterFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (answer := _changed(request, plan, form)):
        return answer
    people = Paginator(roster_pages.roster_rows(plan), PER_PAGE)
    return show(
        request,
        "mobility/plans/roster.html",
        plan,
        form=form,
        page=people.get_page(request.GET.get("page")),
        total=people.count,
        waiting=roster_pages.waiting_imports(plan),
        declared=plan.declarations.exists(),
    )


def _changed(request: HttpRequest, plan: Plan, form: RosterFileForm) -> HttpResponse | None:
    """Empty the roster or take a file in; None when the form is shown again."""
    if not permissions.can_change_plan(request.user, plan):
        raise Http404
    if request.POST.get("do") == "empty":
        attempt(
            request,
            lambda: rosters.empty_roster(plan=plan, actor_id=request.user.pk or 0),
            _("La liste est vide."),
        )
        return back("mobility:roster", plan)
    return _brought(request, plan, form) if form.is_valid() else None


def _brought(request: HttpRequest, plan: Plan, form: RosterFileForm) -> HttpResponse | None:
    file = form.cleaned_data["file"]
    try:
        one = rosters.bring_roster(
            plan=plan, content=file.read(), filename=file.name, actor_id=request.user.pk or 0
        )
    except PlanError as error:
        form.add_error("file", str(error))
        return None
    return redirect("mobility:roster_import", plan.pk, one.pk)


@require_safe
@with_plan(permissions.can_read_roster)
def template(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Give a file to fill in."""
    return file_answer(rosters.template_file(), "liste-modele.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(permissions.can_change_plan)
def roster_import(request: HttpRequest, plan: Plan, import_id: int) -> HttpResponse:
    """Say which column is which and which job a title is; read what each line becomes; load."""
    one = _import(plan, import_id)
    if request.method == "POST":
        if answer := _decided(request, plan, one):
            return answer
        _map(request, one)
        if request.POST.get("do") == "load":
            return _load(request, plan, one)
        return redirect("mobility:roster_import", plan.pk, one.pk)
    preview = rosters.preview_roster(one=one)
    form = MappingForm(header=preview.header, columns=preview.columns)
    page = roster_pages.import_page(preview)
    return show(
        request,
        "mobility/plans/roster_import.html",
        plan,
        one=one,
        form=form,
        preview=preview,
        shown=page,
    )


def _decided(request: HttpRequest, plan: Plan, one: RosterImport) -> HttpResponse | None:
    if request.POST.get("do") != "drop":
        return None
    rosters.drop_import(one=one)
    messages.success(request, _("Le fichier est oublié."))
    return back("mobility:roster", plan)


def _map(request: HttpRequest, one: RosterImport) -> None:
    preview = rosters.preview_roster(one=one)
    form = MappingForm(request.POST, header=preview.header, columns=preview.columns)
    titles = {
        fold(choice.title): code
        for number, choice in enumerate(preview.titles)
        if (code := request.POST.get(f"title_{number}", ""))
    }
    if form.is_valid():
        rosters.map_roster(one=one, columns=form.columns(), titles=titles)


def _load(request: HttpRequest, plan: Plan, one: RosterImport) -> HttpResponse:
    try:
        count = rosters.load_roster(one=one, actor_id=request.user.pk or 0)
    except PlanError as error:
        messages.error(request, str(error))
        return redirect("mobility:roster_import", plan.pk, one.pk)
    text = ngettext("%(count)d personne lue.", "%(count)d personnes lues.", count)
    messages.success(request, text % {"count": count})
    return back("mobility:roster", plan)


@require_safe
@with_plan(permissions.can_change_plan)
def bad_lines(request: HttpRequest, plan: Plan, import_id: int) -> HttpResponse:
    """Give the lines to be corrected as a file."""
    return file_answer(
        rosters.bad_lines_file(one=_import(plan, import_id)), "lignes-a-corriger.csv"
    )


def _import(plan: Plan, import_id: int) -> RosterImport:
    one = roster_imports.find_import(plan, import_id)
    if one is None:
        raise Http404
    return one
