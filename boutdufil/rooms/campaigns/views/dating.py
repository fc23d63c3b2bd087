"""A job dating as its organiser plans it and runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel import realtime
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number, row_numbers
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.dating import GridForm, TableForm, grid_values, table_values
from boutdufil.rooms.campaigns.permissions.dating import can_plan_dating
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors import dating_changes as changes
from boutdufil.rooms.campaigns.selectors import dating_pages as pages
from boutdufil.rooms.campaigns.selectors import dating_tables as tables
from boutdufil.rooms.campaigns.selectors.dating import DatingRow, dating_of
from boutdufil.rooms.campaigns.selectors.nodes import resolved
from boutdufil.rooms.campaigns.services import dating_day as on_the_day
from boutdufil.rooms.campaigns.services import dating_hand as by_hand
from boutdufil.rooms.campaigns.services import dating_plans as plans
from boutdufil.rooms.campaigns.services import dating_setup as setup
from boutdufil.rooms.campaigns.views.doors import HOUR, View, attempt, guarded

if TYPE_CHECKING:
    from boutdufil.rooms.campaigns.views.doors import PersonRequest

STREAM_SECONDS = 3600


def planned_node(view: View) -> View:
    """Hand the view the job dating of its address, to those who plan it."""
    return guarded(view, can_plan_dating)


@require_safe
@planned_node
def dating(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Show the day: tables, plan, bound, who has fewer than wished."""
    row = dating_of(node.id)
    if row is None:
        return redirect("campaigns:dating_hours", node.id)
    context = {
        "node": node,
        "stream_token": realtime.stream_token([row.topic], seconds=STREAM_SECONDS),
        "topic": row.topic,
        "page": pages.dating_page(row),
    }
    return render(request, "campaigns/dating/dating.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@planned_node
def dating_hours(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Say when the rounds are."""
    row = dating_of(node.id)
    form = GridForm(request.POST or None, initial=grid_values(row, resolved(node.id)))
    if request.method == "POST" and form.is_valid():
        try:
            setup.set_grid(node=node, draft=form.draft(), actor_id=request.user.pk)
        except CampaignError as error:
            form.blame(error)
        else:
            messages.success(request, _("Les tours sont prêts."))
            return redirect("campaigns:dating", node.id)
    return show_form(request, "campaigns/dating/hours.html", form, node=node, day=row)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.table", 300, HOUR)
@planned_node
def dating_table(request: PersonRequest, node: NodeRow, table_id: int = 0) -> HttpResponse:
    """Add a table, or change one."""
    row, table = _day(node), tables.table_row(table_id) if table_id else None
    if table_id and (table is None or table.dating_id != row.id or table.is_removed):
        raise Http404
    form = TableForm(
        request.POST or None,
        day=row,
        employers=tables.employers(node),
        vacancies=tables.vacancy_choices(node),
        initial=table_values(table) if table else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            setup.save_table(
                node=node,
                draft=form.draft(),
                actor_id=request.user.pk,
                table_id=table_id or None,
            )
        except CampaignError as error:
            form.blame(error)
        else:
            messages.success(request, _("La table est prête."))
            return redirect("campaigns:dating", node.id)
    return show_form(request, "campaigns/dating/table.html", form, node=node, table=table)


@require_POST
@planned_node
def dating_act(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Make the plan, publish it, fill what is free, tell people, close a table or a screen."""
    wanted = request.POST.get("do", "")
    who: Any = {"node_id": node.id, "actor_id": request.user.pk}
    table_id = row_number(request.POST.get("table", "")) or 0
    acts = {
        "plan": (lambda: plans.make_plan(**who), _("C’est fait.")),
        "publish": (
            lambda: on_the_day.publish_plan(**who),
            _("Le plan est publié. Chaque personne reçoit ses rencontres."),
        ),
        "fill": (
            lambda: on_the_day.plan_around(report=on_the_day.Report(), **who),
            _("Les places libres sont données, sans déplacer personne."),
        ),
        "tell": (lambda: on_the_day.tell_people(**who), _("Les messages partent.")),
        "screen": (
            lambda: setup.renew_screen(**who),
            _("L’écran a une autre adresse. L’ancienne ne montre plus rien."),
        ),
        "remove_table": (
            lambda: setup.remove_table(node=node, table_id=table_id, actor_id=request.user.pk),
            _("La table est retirée."),
        ),
    }
    if wanted not in acts:
        raise Http404
    attempt(request, *acts[wanted])
    return redirect("campaigns:dating", node.id)


@require_http_methods(["GET", "HEAD", "POST"])
@planned_node
def dating_day(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """The day itself: who is late or absent, and who has to be told what."""
    row = _day(node)
    if request.method == "POST":
        _take_report(request, node, row)
        return redirect("campaigns:dating_day", node.id)
    page = pages.dating_page(row)
    context = {"node": node, "page": page, "until": pages.rounds_ahead(row)}
    return render(request, "campaigns/dating/day.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@planned_node
def dating_person(request: PersonRequest, node: NodeRow, registration_id: int) -> HttpResponse:
    """Show why somebody has fewer meetings than they wished; add one by hand."""
    page = changes.person_page(_day(node), registration_id)
    if page is None:
        raise Http404
    if request.method == "POST":
        place = by_hand.Place(
            registration_id,
            row_number(request.POST.get("table", "")) or 0,
            _round(request),
        )
        attempt(
            request,
            lambda: by_hand.add_meeting(node_id=node.id, place=place, actor_id=request.user.pk),
            _("La rencontre est ajoutée."),
        )
        return redirect("campaigns:dating_person", node.id, registration_id)
    return render(request, "campaigns/dating/person.html", {"node": node, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@planned_node
def dating_meeting(request: PersonRequest, node: NodeRow, meeting_id: int) -> HttpResponse:
    """Change a meeting by hand: exchange, move, take out; a clash is told and changes nothing."""
    page = changes.meeting_page(_day(node), meeting_id)
    if page is None:
        raise Http404
    if request.method == "POST":
        change = by_hand.HandChange(
            do=request.POST.get("do", ""),
            meeting_id=meeting_id,
            other_id=row_number(request.POST.get("other", "")),
            round=_round(request),
        )
        done = attempt(
            request,
            lambda: by_hand.change_meeting(
                node_id=node.id, change=change, actor_id=request.user.pk
            ),
            _("C’est changé."),
        )
        if done:
            return redirect("campaigns:dating", node.id)
        return redirect("campaigns:dating_meeting", node.id, meeting_id)
    return render(request, "campaigns/dating/meeting.html", {"node": node, "page": page})


def _day(node: NodeRow) -> DatingRow:
    row = dating_of(node.id)
    if row is None:
        raise Http404
    return row


def _round(request: HttpRequest) -> int:
    found = row_number(request.POST.get("round", ""))
    return -1 if found is None else found


def _take_report(request: PersonRequest, node: NodeRow, row: DatingRow) -> None:
    sent = request.POST
    if one := row_number(sent.get("told", "")):
        attempt(
            request,
            lambda: on_the_day.tell_people(
                node_id=node.id, actor_id=request.user.pk, registration_ids=[one]
            ),
            _("C’est noté : dit de vive voix."),
        )
        return
    report = _report(request, row)
    if report is None:
        messages.error(request, _("Cochez au moins une personne, ou une table."))
        return
    _plan_around(request, node, report)


def _report(request: PersonRequest, row: DatingRow) -> on_the_day.Report | None:
    """Read who is late or absent: those ticked with a button for all, or one's own button."""
    sent, until = request.POST, _round(request)
    ticked = row_numbers(sent.getlist("who"))
    late = row_numbers(sent.getlist("late")) or (ticked if sent.get("do") == "late" else [])
    absent = row_numbers(sent.getlist("absent")) or (ticked if sent.get("do") == "absent" else [])
    closed = row_numbers(sent.getlist("closed"))
    if not (late or absent or closed):
        return None
    if not 0 <= until <= row.clock.rounds:
        until = pages.rounds_ahead(row)[0][0]
    return on_the_day.Report(
        late=dict.fromkeys(late, until),
        absent=frozenset(absent),
        closed_tables=frozenset(closed),
        may_move=bool(sent.get("may_move")),
    )


def _plan_around(request: PersonRequest, node: NodeRow, report: on_the_day.Report) -> None:
    try:
        change = on_the_day.plan_around(node_id=node.id, report=report, actor_id=request.user.pk)
    except CampaignError as error:
        messages.error(request, str(error))
        return
    told = ngettext(
        "Plan refait autour : %(kept)s rencontre inchangée, %(moved)s à une autre heure, "
        "%(lost)s perdues, %(added)s nouvelles.",
        "Plan refait autour : %(kept)s rencontres inchangées, %(moved)s à une autre heure, "
        "%(lost)s perdues, %(added)s nouvelles.",
        change.kept,
    )
    numbers = {"kept": change.kept, "moved": change.moved}
    messages.success(request, told % {**numbers, "lost": change.lost, "added": change.added})
