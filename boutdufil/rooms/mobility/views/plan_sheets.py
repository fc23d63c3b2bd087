"""The aggregates for the social partners, and the frozen plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.ui.answers import file_answer
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.permissions import plans as permissions
from boutdufil.rooms.mobility.selectors import plan_seals, plan_sheets
from boutdufil.rooms.mobility.selectors.answer_words import waiting_words
from boutdufil.rooms.mobility.selectors.plan_answers import unfinished
from boutdufil.rooms.mobility.services import plan_freezing, plan_papers
from boutdufil.rooms.mobility.services import plan_sheets as services
from boutdufil.rooms.mobility.views.plan_doors import attempt, back, show, unseen, with_plan

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Plan


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(permissions.can_see_plan)
def sheet(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Show the aggregates; give a link to them, shown once, or take one back."""
    link = ""
    if request.method == "POST":
        if not permissions.can_share_sheet(request.user, plan):
            raise PermissionDenied
        link = _changed_links(request, plan)
    return show(
        request,
        "mobility/plans/sheet.html",
        plan,
        sheet=plan_sheets.sheet(plan),
        links=plan_sheets.links_of(plan),
        link=link,
        may_share=permissions.can_share_sheet(request.user, plan),
    )


def _changed_links(request: HttpRequest, plan: Plan) -> str:
    number, actor_id = row_number(request.POST.get("withdraw", "")), request.user.pk or 0
    if number is not None:
        attempt(
            request,
            lambda: services.withdraw_sheet_link(plan=plan, link_id=number, actor_id=actor_id),
            _("Lien retiré. La page ne s’ouvre plus."),
        )
        return ""
    try:
        token = services.create_sheet_link(plan=plan, actor_id=actor_id)
    except PlanError:
        return ""
    return request.build_absolute_uri(reverse("mobility:shared_sheet", args=[token]))


@require_safe
@with_plan(permissions.can_see_plan)
def sheet_file(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Give the aggregates as a PDF."""
    return file_answer(plan_papers.sheet_pdf(plan=plan), "synthese.pdf")


@require_safe
@login_not_required
@unseen
def shared_sheet(request: HttpRequest, token: str) -> HttpResponse:
    """Show the aggregates to whoever holds the link; a dead link says so."""
    found = plan_sheets.linked_sheet(token)
    if found is None:
        return render(request, "mobility/withdrawn.html", status=410)
    return render(request, "mobility/plans/shared_sheet.html", {"sheet": found})


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(permissions.can_see_plan)
def freeze(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Say what freezing does, or freeze."""
    if request.method == "POST":
        if not permissions.can_freeze(request.user, plan):
            raise PermissionDenied
        attempt(
            request,
            lambda: plan_freezing.freeze_plan(plan=plan, actor_id=request.user.pk or 0),
            _("Le plan est figé et scellé. Téléchargez l’archive et gardez-la."),
        )
        return back("mobility:freeze_plan", plan)
    return show(
        request,
        "mobility/plans/freeze.html",
        plan,
        waiting=waiting_words(unfinished(plan, timezone.localdate())),
        seal=plan_seals.seal_of(plan),
        may_freeze=permissions.can_freeze(request.user, plan),
        may_take=permissions.can_take_seal(request.user, plan),
    )


@require_safe
@with_plan(permissions.can_take_seal)
def archive(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Give the sealed archive of a frozen plan."""
    content = plan_seals.archive_of(plan)
    if content is None:
        raise Http404
    return file_answer(content, f"plan-{plan.pk}.zip")
