"""Answering for many centres: their list, a table of them, a file of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer, show_form
from boutdufil.lib.tables import write_csv, write_xlsx
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.forms.centres import FileForm, GridRow, read_grid
from boutdufil.rooms.barometer.rules.answer_tables import (
    AnswerTable,
    read_answers,
    template_header,
    template_row,
)
from boutdufil.rooms.barometer.selectors.respondents import CentresPage, response_links
from boutdufil.rooms.barometer.services import centres as services
from boutdufil.rooms.barometer.services import responses
from boutdufil.rooms.barometer.services.responses import ClashError
from boutdufil.rooms.barometer.views.doors import HOUR
from boutdufil.rooms.barometer.views.response_doors import SAVES_AN_HOUR, own_centres

PAGE = "barometer/answer/centres.html"
UPLOAD = "barometer/answer/upload.html"


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.answer", SAVES_AN_HOUR, HOUR)
@own_centres
def centres(request: HttpRequest, token: str, page: CentresPage) -> HttpResponse:
    """Show somebody all their centres in one table; keep what is typed in it."""
    data = request.POST if request.method == "POST" else None
    grid = read_grid(page, data)
    status = 200
    if data is not None:
        clashed = [row.centre.response.unit for row in grid if not _keep(request, row)]
        if not clashed and not any(cell.problem for row in grid for cell in row.cells):
            messages.success(request, _("C’est gardé."))
            return redirect("barometer:centres", token)
        status = 409 if clashed else 422
        for unit in clashed:
            told = _("%(unit)s : une autre fenêtre a répondu autrement. Relisez, puis gardez.")
            messages.error(request, told % {"unit": unit})
    context = {
        "token": token,
        "page": page,
        "grid": grid,
        "links": response_links(page),
        "columns": page.key_questions,
    }
    return render(request, PAGE, context, status=status)


@require_POST
@rate_limited("barometer.send", 300, HOUR)
@own_centres
def send_centres(request: HttpRequest, token: str, page: CentresPage) -> HttpResponse:
    """Send every centre with nothing left to mend."""
    sent, waiting = services.send_centres(page=page)
    if sent:
        told = ngettext("%(sent)d réponse est envoyée.", "%(sent)d réponses sont envoyées.", sent)
        messages.success(request, told % {"sent": sent})
    if waiting:
        told = ngettext(
            "%(waiting)d centre attend encore.", "%(waiting)d centres attendent encore.", waiting
        )
        messages.info(request, told % {"waiting": waiting})
    return redirect("barometer:centres", token)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.upload", 120, HOUR)
@own_centres
def upload_answers(request: HttpRequest, token: str, page: CentresPage) -> HttpResponse:
    """Read a file of answers and show what it says; keep it once that was seen."""
    if request.POST.get("do") == "take":
        return _take(request, token, page)
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"token": token, "page": page}
    if request.method != "POST":
        return show_form(request, UPLOAD, FileForm(), **context)
    if form.is_valid():
        try:
            read = _read(page, form)
        except BarometerError as error:
            form.add_error("file", str(error))
        else:
            packed = services.pack_lines(page=page, lines=read.lines)
            changes = services.count_changes(page=page, lines=read.lines)
            context |= {"read": read, "packed": packed, "changes": changes, "form": FileForm()}
            return render(request, UPLOAD, context, status=422 if read.problems else 200)
    return show_form(request, UPLOAD, form, **context)


@require_safe
@own_centres
def answers_template(
    request: HttpRequest, token: str, page: CentresPage, form: str
) -> HttpResponse:
    """Give a file to fill in, with one's own centres and what they answered so far."""
    header = template_header(page.form)
    rows = [
        template_row(
            one.response.unit_key,
            one.response.unit,
            page.form,
            {**one.carried, **one.values},
        )
        for one in page.centres
    ]
    writers = {"csv": write_csv, "xlsx": write_xlsx}
    if form not in writers:
        raise Http404
    return file_answer(writers[form](header, rows), f"centres.{form}")


def _keep(request: HttpRequest, row: GridRow) -> bool:
    """Keep what could be read of a line; tell whether another window stood in the way."""
    try:
        responses.save_values(response_id=row.centre.response.id, said=row.said, held=row.known)
    except ClashError:
        return False
    except BarometerError as error:
        messages.error(request, f"{row.centre.response.unit}\u00a0: {error}")
    return True


def _read(page: CentresPage, form: FileForm) -> AnswerTable:
    keys = frozenset(one.response.unit_key for one in page.centres)
    return read_answers(form.cleaned_data["file"], page.form, keys)


def _take(request: HttpRequest, token: str, page: CentresPage) -> HttpResponse:
    try:
        kept = services.take_lines(page=page, packed=request.POST.get("table", ""))
    except BarometerError as error:
        messages.error(request, str(error))
        return redirect("barometer:upload_answers", token)
    told = ngettext(
        "Les réponses de %(kept)d centre sont gardées.",
        "Les réponses de %(kept)d centres sont gardées.",
        kept,
    )
    messages.success(request, told % {"kept": kept})
    return redirect("barometer:centres", token)
