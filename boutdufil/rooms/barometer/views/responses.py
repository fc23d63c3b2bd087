"""Answering, for whoever holds the link: no account, one group a page, saved as one types."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer, show_form
from boutdufil.rooms.barometer.errors import AnswerRefusedError, BarometerError, FrozenError
from boutdufil.rooms.barometer.forms.answers import GroupForm, SendForm, read_held, write_held
from boutdufil.rooms.barometer.rules.answer_pages import known_before
from boutdufil.rooms.barometer.selectors import answering, responses
from boutdufil.rooms.barometer.selectors.answering import GroupPage
from boutdufil.rooms.barometer.selectors.respondents import told_clashes
from boutdufil.rooms.barometer.selectors.responses import ResponseRow
from boutdufil.rooms.barometer.services import responses as services
from boutdufil.rooms.barometer.services.response_receipts import typeset_receipt
from boutdufil.rooms.barometer.services.responses import ClashError, Said
from boutdufil.rooms.barometer.views.doors import HOUR, attempt
from boutdufil.rooms.barometer.views.response_doors import SAVES_AN_HOUR, own_response

GROUP = "barometer/answer/group.html"
SUMMARY = "barometer/answer/summary.html"


@require_safe
@own_response
def response(request: HttpRequest, token: str, row: ResponseRow) -> HttpResponse:
    """Welcome whoever answers: why, what is promised, how long, where they were."""
    before = responses.prior_values([row]).get(row.id, {})
    groups = answering.group_rows(row)
    keys = [one.key for one in groups]
    context = {
        "token": token,
        "row": row,
        "groups": groups,
        "resume": row.place if row.place in keys else keys[0],
        "minutes": row.form.minutes,
        "kept_answers": known_before(before),
    }
    return render(request, "barometer/answer/welcome.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.answer", SAVES_AN_HOUR, HOUR)
@own_response
def response_group(request: HttpRequest, token: str, row: ResponseRow, group: str) -> HttpResponse:
    """Show one group of questions; keep what is answered, by hand or as one types."""
    page = answering.group_page(row, group)
    if page is None:
        raise Http404
    if request.method != "POST":
        return _show_group(request, token, row, page, _form(page))
    form = _form(page, request.POST)
    is_whole = form.is_valid()
    clash, refusal = _keep(row, page, form, request.POST.get("held", ""))
    if "application/json" in request.headers.get("Accept", ""):
        return _told(row, page, form, clash, refusal)
    if refusal:
        messages.error(request, refusal)
    if not is_whole or clash or refusal:
        return _show_group(request, token, row, page, form, clash)
    return _go_on(request, token, row, page)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.send", 300, HOUR)
@own_response
def response_summary(request: HttpRequest, token: str, row: ResponseRow) -> HttpResponse:
    """Show everything answered, what contradicts or surprises; send it."""
    told = answering.summary(row)
    data = request.POST if request.method == "POST" else None
    form = SendForm(data, surprises=told.soft, said=row.explanations)
    if request.method == "POST" and form.is_valid():
        try:
            services.send_response(
                response_id=row.id,
                explanations=form.explanations(),
                minutes=form.cleaned_data["minutes"],
            )
        except (AnswerRefusedError, FrozenError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Votre réponse est envoyée. Merci."))
            return redirect("barometer:response_receipt", token)
    return show_form(request, SUMMARY, form, token=token, row=row, page=told)


@require_safe
@own_response
def response_receipt(request: HttpRequest, token: str, row: ResponseRow) -> HttpResponse:
    """Show what was sent, and at once one's own turnover beside the stratum's."""
    if not row.is_sent:
        return redirect("barometer:response", token)
    context = {
        "token": token,
        "row": row,
        "page": answering.summary(row),
        "figures": responses.own_figures(row),
    }
    return render(request, "barometer/answer/receipt.html", context)


@require_safe
@own_response
def response_receipt_file(request: HttpRequest, token: str, row: ResponseRow) -> HttpResponse:
    """Give what was sent as a PDF."""
    if not row.is_sent:
        raise Http404
    return file_answer(typeset_receipt(row=row), "reponse.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.withdraw", 60, HOUR)
@own_response
def withdraw_response(request: HttpRequest, token: str, row: ResponseRow) -> HttpResponse:
    """Erase what was answered, once it was confirmed."""
    if request.method == "POST":
        done = _("Vos réponses sont effacées. Elles ne comptent plus.")
        attempt(request, lambda: services.withdraw_response(response_id=row.id), done)
        return redirect("barometer:response", token)
    return render(request, "barometer/answer/withdraw.html", {"token": token, "row": row})


def _form(page: GroupPage, data: object = None) -> GroupForm:
    return GroupForm(
        data,  # type: ignore[arg-type]
        questions=page.group.questions,
        values=page.values,
        carried=page.carried,
    )


def _keep(
    row: ResponseRow, page: GroupPage, form: GroupForm, held: str
) -> tuple[ClashError | None, str]:
    """Keep what could be read; return what another window said instead, or why nothing is kept."""
    said = Said(form.answers, form.blanks, place=page.group.key)
    try:
        services.save_values(response_id=row.id, said=said, held=read_held(held))
    except ClashError as clash:
        return clash, ""
    except BarometerError as error:
        return None, str(error)
    return None, ""


def _show_group(
    request: HttpRequest,
    token: str,
    row: ResponseRow,
    page: GroupPage,
    form: GroupForm,
    clash: ClashError | None = None,
) -> HttpResponse:
    # What is held now is what the page knows from here on: to save again is to choose.
    values = responses.values_of(row.id)
    context = {
        "token": token,
        "row": row,
        "page": page,
        "form": form,
        "rows": list(form.rows(page.asked, page.before)),
        "held": write_held(responses.response_row(row.id).revision, values, page.codes),
        "clashes": told_clashes(row, clash.clashes) if clash else (),
    }
    status = 409 if clash else 422 if form.is_bound and not form.is_valid() else 200
    return render(request, GROUP, context, status=status)


def _told(
    row: ResponseRow, page: GroupPage, form: GroupForm, clash: ClashError | None, refusal: str
) -> JsonResponse:
    if clash or refusal:
        told = {"error": refusal or str(clash), "clash": bool(clash)}
        return JsonResponse(told, status=409)
    now = responses.response_row(row.id)
    problems = {name: " ".join(map(str, told)) for name, told in form.errors.items()}
    return JsonResponse(
        {
            "held": write_held(now.revision, responses.values_of(row.id), page.codes),
            "at": time_format(timezone.localtime(), "H:i:s"),
            "problems": problems,
        }
    )


def _go_on(request: HttpRequest, token: str, row: ResponseRow, page: GroupPage) -> HttpResponse:
    """Go to the next page, unless answers have opened questions that were not shown here."""
    now = answering.group_page(row, page.group.key)
    if request.POST.get("do") == "stop":
        messages.success(request, _("C’est gardé. Revenez quand vous voulez, par le même lien."))
        return redirect("barometer:response", token)
    if now is None:
        return redirect("barometer:response", token)
    opened = now.asked - page.asked - now.values.keys()
    if opened & set(page.codes):
        messages.info(request, _("Vos réponses ouvrent d’autres questions sur cette page."))
        return redirect("barometer:response_group", token, page.group.key)
    if now.following:
        return redirect("barometer:response_group", token, now.following)
    return redirect("barometer:response_summary", token)
