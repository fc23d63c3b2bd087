"""Whose plan it is: every page of a plan passes here, and answers as if it did not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.permissions import plans as permissions
from boutdufil.rooms.mobility.selectors import plans as selectors
from boutdufil.rooms.mobility.views.visitors import View

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Plan


def unseen(view: View) -> View:
    """Keep a page out of caches and search engines."""

    @never_cache
    @wraps(view)
    def hidden(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return hidden


def with_plan(allowed: selectors.Allowed) -> Callable[[View], View]:
    """Hand the plan over to whoever may do this with it; to anybody else it does not exist."""

    def decorate(view: View) -> View:
        @unseen
        @wraps(view)
        def guarded(request: HttpRequest, plan_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
            plan = selectors.plan_for(request.user, plan_id, allowed)
            if plan is None:
                raise Http404
            return view(request, plan, *args, **kwargs)

        return guarded

    return decorate


def attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do something and say so, or say why it cannot be; tell whether it was done."""
    try:
        act()
    except PlanError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


def show(request: HttpRequest, template: str, plan: Plan, **context: Any) -> HttpResponse:
    """Render a page of a plan with what every one of them shows; 422 for a form sent in vain."""
    actor, form = request.user, context.get("form")
    refused = request.method == "POST" and form is not None and form.is_bound
    frame = {
        "plan": plan,
        "steps": steps_of(plan),
        "may_change": permissions.can_change_plan(actor, plan),
        "may_read_roster": permissions.can_read_roster(actor, plan),
    }
    return render(request, template, frame | context, status=422 if refused else 200)


def steps_of(plan: Plan) -> list[tuple[str, str]]:
    """Return the way through a plan, in the order of its acts."""
    names = (
        (_("Critères"), "mobility:plan_criteria"),
        (_("Personnes"), "mobility:roster"),
        (_("Postes"), "mobility:plan_posts"),
        (_("Calcul"), "mobility:plan_results"),
        (_("Propositions"), "mobility:proposals"),
        (_("Synthèse"), "mobility:plan_sheet"),
        (_("Figer"), "mobility:freeze_plan"),
    )
    return [(label, reverse(name, args=[plan.pk])) for label, name in names]


def back(name: str, plan: Plan) -> HttpResponse:
    """Return to a page of a plan."""
    return redirect(name, plan.pk)
