"""Files an organiser brings: registrations of another tool, a programme."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer
from boutdufil.lib.tables import Table
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.imports import TableForm, read_programme
from boutdufil.rooms.campaigns.rules.imports import BadLine, Preview
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.programme import places_for_events
from boutdufil.rooms.campaigns.services import programme_import as programmes
from boutdufil.rooms.campaigns.services import registration_import as registrations
from boutdufil.rooms.campaigns.services.brought_tables import pack_table, unpack_table
from boutdufil.rooms.campaigns.views.doors import HOUR, own_node
from boutdufil.rooms.campaigns.views.intake_doors import run_event

if TYPE_CHECKING:
    from boutdufil.rooms.campaigns.views.doors import PersonRequest

Reader = Callable[[Table], Preview[Any]]
REGISTRATIONS = "campaigns/intake/import_registrations.html"
PROGRAMME = "campaigns/intake/import_programme.html"


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.import", 60, HOUR)
@run_event
def import_registrations(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Show what a file of registrations becomes, then take it."""

    def read(table: Table) -> Preview[Any]:
        return registrations.preview_registrations(node_id=node.id, table=table)

    about = f"registrations:{node.id}"
    if request.POST.get("do") != "take":
        return _previewed(request, node, REGISTRATIONS, about, read)
    try:
        table = unpack_table(request.POST.get("table", ""), about=about)
        taken = registrations.import_registrations(
            node_id=node.id, table=table, actor_id=request.user.pk
        )
    except CampaignError as error:
        messages.error(request, str(error))
        return redirect("campaigns:import_registrations", node.id)
    told = ngettext(
        "%(count)d inscription reprise.", "%(count)d inscriptions reprises.", taken.count
    )
    messages.success(request, told % {"count": taken.count})
    if not taken.bad:
        return redirect("campaigns:attendance", node.id)
    left: Preview[Any] = Preview(table.header, (), (), taken.bad)
    return _show(request, node, REGISTRATIONS, TableForm(), _shown(left, table, about))


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.import", 60, HOUR)
@own_node
def import_programme(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Show what a file of events becomes, then add them as drafts."""
    parents, default = places_for_events(node)
    actor_id = request.user.pk

    def read(table: Table) -> Preview[Any]:
        preview = read_programme(table, parents, default)
        lines = [line for _number, line in preview.good]
        refused = programmes.try_programme(node=node, lines=lines, actor_id=actor_id)
        return _without(preview, refused, table)

    about = f"programme:{node.id}"
    if request.POST.get("do") != "take":
        return _previewed(request, node, PROGRAMME, about, read)
    try:
        table = unpack_table(request.POST.get("table", ""), about=about)
        preview = read_programme(table, parents, default)
    except CampaignError as error:
        messages.error(request, str(error))
        return redirect("campaigns:import_programme", node.id)
    lines = [line for _number, line in preview.good]
    count = programmes.import_programme(node=node, lines=lines, actor_id=actor_id)
    told = ngettext("%(count)d rendez-vous ajouté.", "%(count)d rendez-vous ajoutés.", count)
    messages.success(request, told % {"count": count})
    return redirect("campaigns:seat", node.id)


def _previewed(
    request: PersonRequest, node: NodeRow, template: str, about: str, read: Reader
) -> HttpResponse:
    """Read a file that was brought, or hand over the lines to mend of one that was shown."""
    if request.POST.get("do") == "mend":
        return _to_mend(request, node, about, read)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        table = form.cleaned_data["file"]
        try:
            return _show(request, node, template, TableForm(), _shown(read(table), table, about))
        except CampaignError as error:
            form.add_error("file", str(error))
    return _show(request, node, template, form, {})


def _to_mend(request: PersonRequest, node: NodeRow, about: str, read: Reader) -> HttpResponse:
    try:
        preview = read(unpack_table(request.POST.get("table", ""), about=about))
    except CampaignError as error:
        messages.error(request, str(error))
        return redirect("campaigns:seat", node.id)
    content = registrations.bad_lines_file(preview.header, preview.bad)
    return file_answer(content, "lignes-a-corriger.csv")


def _without(preview: Preview[Any], refused: dict[int, str], table: Table) -> Preview[Any]:
    cells = {row.line: row.cells for row in table.rows}
    worse = [BadLine(line, cells[line], (told,)) for line, told in refused.items()]
    good = tuple((line, one) for line, one in preview.good if line not in refused)
    bad = sorted((*preview.bad, *worse), key=lambda one: one.line)
    return Preview(preview.header, preview.ignored, good, tuple(bad))


def _shown(preview: Preview[Any], table: Table, about: str) -> dict[str, Any]:
    return {"preview": preview, "packed": pack_table(table, about=about)}


def _show(
    request: PersonRequest, node: NodeRow, template: str, form: TableForm, shown: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, {"node": node, "form": form, **shown}, status=status)
