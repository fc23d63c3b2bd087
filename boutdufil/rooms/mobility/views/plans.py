"""Plans: the list, beginning one, its home, its settings, its criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.forms.plans import (
    SETTINGS,
    AnnouncementForm,
    CriteriaForm,
    NewPlanForm,
    PlanForm,
    ShredForm,
)
from boutdufil.rooms.mobility.permissions import plans as permissions
from boutdufil.rooms.mobility.selectors import plan_home
from boutdufil.rooms.mobility.selectors import plans as selectors
from boutdufil.rooms.mobility.selectors.plan_goals import joint_rule
from boutdufil.rooms.mobility.selectors.plan_law import plan_law
from boutdufil.rooms.mobility.services import plan_criteria, plan_readers, plans
from boutdufil.rooms.mobility.views.plan_doors import attempt, back, show, unseen, with_plan
from boutdufil.rooms.mobility.views.writing import HOUR

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Plan


@require_safe
@unseen
def index(request: HttpRequest) -> HttpResponse:
    """List the plans somebody may know of."""
    context = {
        "plans": selectors.plans_of(request.user),
        "may_begin": bool(selectors.founding_organisations(request.user)),
    }
    return render(request, "mobility/plans/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("mobility.plan", limit=20, per_seconds=HOUR)
@unseen
def new_plan(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    organisations = selectors.founding_organisations(request.user)
    form = NewPlanForm(request.POST or None, organisations=organisations)
    if form.is_valid():
        return _begin(request, form)
    return show_form(request, "mobility/plans/new.html", form, organisations=organisations)


def _begin(request: HttpRequest, form: NewPlanForm) -> HttpResponse:
    organisation_id = form.cleaned_data["organisation"]
    if not permissions.can_create_plan(request.user, organisation_id):
        raise PermissionDenied
    plan = plans.create_plan(
        organisation_id=organisation_id,
        settings=form.settings(),
        actor_id=request.user.pk,
        confidential=form.cleaned_data["confidential"],
    )
    return back("mobility:plan", plan)


@require_safe
@with_plan(permissions.can_see_plan)
def plan_page(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Show where a plan stands and what to do next."""
    home = plan_home.plan_home(plan, request.user)
    return show(request, "mobility/plans/plan.html", plan, home=home, law=plan_law())


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(permissions.can_change_plan)
def settings(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Correct what is said of a plan."""
    form = PlanForm(request.POST or None, initial={name: getattr(plan, name) for name in SETTINGS})
    if form.is_valid() and attempt(
        request,
        lambda: plans.change_plan(plan=plan, settings=form.settings(), actor_id=request.user.pk),
        _("Enregistré."),
    ):
        return back("mobility:plan", plan)
    return show(request, "mobility/plans/settings.html", plan, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(permissions.can_see_plan)
def criteria(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Show the criteria with their dates, or declare them."""
    now = selectors.criteria_in_force(plan)
    form = CriteriaForm(
        request.POST or None,
        late=plan.roster_read_at is not None,
        initial=CriteriaForm.initial_of(now.codes if now else ()),
    )
    if request.method == "POST":
        if not permissions.can_change_plan(request.user, plan):
            raise PermissionDenied
        if form.is_valid() and _declare(request, plan, form):
            return back("mobility:plan_criteria", plan)
    return show(
        request,
        "mobility/plans/criteria.html",
        plan,
        form=form,
        now=now,
        history=selectors.criteria_history(plan),
        joint_rule=joint_rule(),
    )


def _declare(request: HttpRequest, plan: Plan, form: CriteriaForm) -> bool:
    return attempt(
        request,
        lambda: plan_criteria.declare_criteria(
            plan=plan,
            criteria=form.criteria(),
            reason=form.cleaned_data.get("reason", ""),
            actor_id=request.user.pk,
        ),
        _("Critères déclarés."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(permissions.can_name_readers)
def readers(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Show who may read a confidential plan; name somebody or take them off."""
    if request.method == "POST":
        _change_readers(request, plan)
        return back("mobility:plan_readers", plan)
    return show(
        request,
        "mobility/plans/readers.html",
        plan,
        readers=selectors.reader_rows(plan),
        possible=selectors.possible_readers(plan),
    )


def _change_readers(request: HttpRequest, plan: Plan) -> None:
    named, removed = (row_number(request.POST.get(name, "")) for name in ("person", "remove"))
    actor_id = request.user.pk or 0
    if named is not None:
        attempt(
            request,
            lambda: plan_readers.name_reader(plan=plan, person_id=named, actor_id=actor_id),
            _("Cette personne peut lire le plan. Prévenez-la vous-même : aucun message ne part."),
        )
    elif removed is not None:
        attempt(
            request,
            lambda: plan_readers.remove_reader(plan=plan, reader_id=removed, actor_id=actor_id),
            _("Cette personne ne lit plus le plan."),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(permissions.can_announce)
def announce(request: HttpRequest, plan: Plan) -> HttpResponse:
    """End the confidential time of a plan."""
    form = AnnouncementForm(request.POST or None)
    if form.is_valid() and attempt(
        request,
        lambda: plans.announce_plan(
            plan=plan, announced_on=form.cleaned_data["announced_on"], actor_id=request.user.pk
        ),
        _("Le plan n’est plus confidentiel."),
    ):
        return back("mobility:plan", plan)
    return show(request, "mobility/plans/announce.html", plan, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(permissions.can_shred)
def shred(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Destroy what a plan knows of people."""
    form = ShredForm(request.POST or None)
    if form.is_valid():
        try:
            plans.shred_plan(plan=plan, actor_id=request.user.pk)
        except PlanError as error:
            messages.error(request, str(error))
            return back("mobility:plan", plan)
        messages.success(request, _("La liste et tout ce qui en venait sont détruits."))
        return redirect("mobility:plans")
    return show(request, "mobility/plans/shred.html", plan, form=form)
