"""The posts of a plan: the employer's own duty and help beyond it, never in one list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.ui.answers import tell_mistakes
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.mobility.forms.plans import PlanPostForm, PostSearchForm
from boutdufil.rooms.mobility.permissions import plans as permissions
from boutdufil.rooms.mobility.selectors import plan_posts as selectors
from boutdufil.rooms.mobility.selectors.plan_counts import plan_counts
from boutdufil.rooms.mobility.services import plan_posts
from boutdufil.rooms.mobility.views.plan_doors import attempt, back, show, with_plan

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Plan

Rows = list[tuple[selectors.PostRow, PlanPostForm]]


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(permissions.can_see_plan)
def posts(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Show the posts of a plan and vacancies that could be added; add, change or take off one."""
    if request.method == "POST":
        if not permissions.can_change_plan(request.user, plan):
            raise PermissionDenied
        _change(request, plan)
        return back("mobility:plan_posts", plan)
    kept = selectors.plan_posts(plan)
    form = PostSearchForm(request.GET if "near" in request.GET else None, initial=_here(plan))
    return show(
        request,
        "mobility/plans/posts.html",
        plan,
        internal=_forms(row for row in kept if row.is_internal),
        external=_forms(row for row in kept if not row.is_internal),
        form=form,
        found=_found(plan, form),
    )


@require_safe
@with_plan(permissions.can_see_plan)
def counted(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Show the posts behind each figure of the plan."""
    return show(request, "mobility/plans/counted.html", plan, counts=plan_counts(plan))


def _here(plan: Plan) -> dict[str, object]:
    return {"near": selectors.place_name(plan.organisation.commune), "km": 30}


def _forms(rows: Iterable[selectors.PostRow]) -> Rows:
    return [(row, PlanPostForm.of(row)) for row in rows]


def _found(plan: Plan, form: PostSearchForm) -> Rows:
    """Look around the site at first, then where the form says."""
    if not form.is_bound:
        return _forms(selectors.offered_vacancies(plan, near=plan.organisation.commune))
    if not form.is_valid():
        return []
    data = form.cleaned_data
    found = selectors.offered_vacancies(
        plan, near=data["near"], km=data["km"] or 30, code=data["code"]
    )
    return _forms(found)


def _change(request: HttpRequest, plan: Plan) -> None:
    act, number = request.POST.get("do", ""), row_number(request.POST.get("post", ""))
    if number is None:
        raise Http404
    if act == "add":
        _add(request, plan, number)
        return
    row = selectors.find_kept(plan, number)
    if row is None:
        raise Http404
    if act == "remove":
        attempt(
            request,
            lambda: plan_posts.remove_post(row=row, actor_id=request.user.pk),
            _("Poste retiré."),
        )
    elif data := _typed(request):
        attempt(
            request,
            lambda: plan_posts.change_post(row=row, actor_id=request.user.pk, **data),
            _("Poste modifié."),
        )


def _add(request: HttpRequest, plan: Plan, vacancy_id: int) -> None:
    if data := _typed(request):
        attempt(
            request,
            lambda: plan_posts.add_post(
                plan=plan, vacancy_id=vacancy_id, actor_id=request.user.pk, **data
            ),
            _("Poste ajouté au plan."),
        )


def _typed(request: HttpRequest) -> dict[str, Any]:
    """Return the places and the classification typed; empty once what is wrong was said."""
    form = PlanPostForm(request.POST)
    if form.is_valid():
        return form.cleaned_data
    tell_mistakes(request, form)
    return {}
