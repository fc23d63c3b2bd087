"""The accounts of a number, for its holder: months, papers, exports, payment orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.ui.answers import file_answer
from boutdufil.rooms.illico.errors import LedgerError
from boutdufil.rooms.illico.forms.statements import OrdersForm, ReasonForm
from boutdufil.rooms.illico.selectors import statements as selectors
from boutdufil.rooms.illico.selectors.numbers import NumberRow
from boutdufil.rooms.illico.services import ledger, ledger_exports, payments
from boutdufil.rooms.illico.services import statements as papers
from boutdufil.rooms.illico.views.number_doors import attempt, own_number

if TYPE_CHECKING:
    from datetime import date

    from boutdufil.rooms.illico.views.number_doors import PersonRequest


@require_safe
@own_number
def accounts(request: HttpRequest, number: NumberRow) -> HttpResponse:
    """List the months of a number."""
    months = selectors.number_months(number.id)
    years = sorted({month.period.year for month in months}, reverse=True)
    context = {"number": number, "months": months, "years": years}
    return render(request, "illico/statements/accounts.html", context)


@require_safe
@own_number
def account_month(request: HttpRequest, number: NumberRow, month: str) -> HttpResponse:
    """Show a month: what is owed, to whom, from which entry."""
    return show_month(request, number, month, OrdersForm(), ReasonForm())


@require_POST
@own_number
def settle(request: HttpRequest, number: NumberRow, month: str) -> HttpResponse:
    """Settle a month that is over."""
    period = month_named(month)
    attempt(
        request,
        lambda: ledger.settle_period(
            organisation_id=number.organisation_id, month=period, now=timezone.now()
        ),
        _("Le mois est décompté : l’écriture est posée et ne change plus."),
    )
    return redirect("illico:account_month", number.code, month)


@require_POST
@own_number
def take_back(request: PersonRequest, number: NumberRow, month: str) -> HttpResponse:
    """Take the settlement of a month back, so that it can be settled anew."""
    entry_id = selectors.number_month(number.id, month_named(month)).entry_id
    form = ReasonForm(request.POST)
    if entry_id is None:
        raise Http404
    if not form.is_valid():
        return show_month(request, number, month, OrdersForm(), form, status=422)
    attempt(
        request,
        lambda: ledger.take_back(
            entry_id=entry_id,
            reason=form.cleaned_data["reason"],
            actor_id=request.user.pk,
            now=timezone.now(),
        ),
        _("L’écriture est contre-passée. Décomptez ce mois à nouveau."),
    )
    return redirect("illico:account_month", number.code, month)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("iban")
@own_number
def orders(request: PersonRequest, number: NumberRow, month: str) -> HttpResponse:
    """Hand over the file of transfers for the holder's bank."""
    form = OrdersForm(request.POST or None)
    if not form.is_bound:
        return show_month(request, number, month, form, ReasonForm())
    if form.is_valid():
        payer = payments.Payer(
            number.organisation, form.cleaned_data["iban"], form.cleaned_data["on"]
        )
        try:
            content = payments.sepa_file(
                number_id=number.id,
                period=month_named(month),
                payer=payer,
                actor_id=request.user.pk,
                now=timezone.now(),
            )
        except LedgerError as error:
            form.add_error(None, str(error))
        else:
            return file_answer(content, f"virements-{month}.xml")
    return show_month(request, number, month, form, ReasonForm(), status=422)


@require_safe
@own_number
def month_file(request: HttpRequest, number: NumberRow, month: str, form: str) -> HttpResponse:
    """Hand a month over as a paper or a table."""
    found = selectors.number_month(number.id, month_named(month))
    now = timezone.now()
    if form == "csv":
        return file_answer(papers.number_csv(found, number), f"comptes-{month}.csv")
    if form == "pdf":
        return file_answer(papers.number_pdf(found, number, at=now), f"comptes-{month}.pdf")
    if form == "appel-de-fonds" and found.entry_id:
        return file_answer(papers.funds_pdf(found, number, at=now), f"appel-de-fonds-{month}.pdf")
    raise Http404


@require_safe
@own_number
def year_file(request: HttpRequest, number: NumberRow, year: int, form: str) -> HttpResponse:
    """Hand the entries of a year over to an accountant."""
    code = number.code
    if form == "fec" and not number.siren:
        words = _(
            "Ce fichier porte le SIREN de l’organisme dans son nom\u00a0: donnez son SIRET ici."
        )
        messages.error(request, words)
        return redirect("organisations:change", number.organisation_id)
    if form == "fec":
        name = ledger_exports.fec_name(siren=number.siren, year=year)
        return file_answer(ledger_exports.fec_file(number_id=number.id, year=year), name)
    if form == "beancount":
        text = ledger_exports.beancount_file(number_id=number.id, year=year)
        return file_answer(text, f"{code}-{year}-beancount.txt")
    if form == "hledger":
        text = ledger_exports.hledger_file(number_id=number.id, year=year)
        return file_answer(text, f"{code}-{year}-hledger.txt")
    raise Http404


def show_month(
    request: HttpRequest,
    number: NumberRow,
    name: str,
    orders: OrdersForm,
    reason: ReasonForm,
    status: int = 200,
) -> HttpResponse:
    """Show a month, with a form that could not be taken."""
    period = month_named(name)
    found = selectors.number_month(number.id, period)
    context = {
        "number": number,
        "name": name,
        "month": found,
        "entries": selectors.posted_lines(number.id, period),
        "orders": payments.orders_of(number_id=number.id, period=period)
        if found.entry_id
        else None,
        "orders_form": orders,
        "reason_form": reason,
    }
    return render(request, "illico/statements/account_month.html", context, status=status)


def month_named(text: str) -> date:
    """Return the first day of the month of an address."""
    try:
        return papers.parse_month(text)
    except ValueError:
        raise Http404 from None
