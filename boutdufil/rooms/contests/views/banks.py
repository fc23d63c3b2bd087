"""Banks of questions: their lists, their themes, files brought and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer, show_form, tell_mistakes
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.items import BankForm, ItemTableForm, LookForm, ThemeForm
from boutdufil.rooms.contests.permissions.banks import can_arrange_bank, can_begin_bank
from boutdufil.rooms.contests.selectors import banks as selectors
from boutdufil.rooms.contests.selectors.banks import BankRow
from boutdufil.rooms.contests.services import banks as services
from boutdufil.rooms.contests.services import item_import as imports
from boutdufil.rooms.contests.services.brought_tables import pack_table, unpack_table
from boutdufil.rooms.contests.views.bank_doors import arranged_bank, open_bank
from boutdufil.rooms.contests.views.doors import HOUR, attempt

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@rate_limited("contests.new_bank", 30, HOUR)
def banks(request: PersonRequest) -> HttpResponse:
    """List the banks one writes for; begin another."""
    organisations = selectors.organisations_for_banks(request.user)
    form = BankForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        organisation_id = form.cleaned_data["organisation"]
        if can_begin_bank(request.user, organisation_id):
            made = services.begin_bank(
                organisation_id=organisation_id,
                name=form.cleaned_data["name"],
                actor_id=request.user.pk,
            )
            messages.success(request, _("La banque est créée : ajoutez ses thèmes."))
            return redirect("contests:bank", made.pk)
    rows = selectors.banks_of(request.user)
    context = {"banks": rows, "may_begin": bool(organisations)}
    return show_form(request, "contests/items/banks.html", form, **context)


@require_http_methods(["GET", "HEAD"])
@open_bank
def bank(request: PersonRequest, bank: BankRow) -> HttpResponse:
    """List the questions of a bank."""
    themes = selectors.themes_in(bank.id)
    look = LookForm(request.GET or None, themes=themes)
    wanted = look.wanted()
    page = row_number(request.GET.get("page", "")) or 1
    context = {
        "bank": bank,
        "themes": themes,
        "look": look,
        "is_filtered": wanted != selectors.Wanted(),
        "items": selectors.items_in(bank.id, wanted, page, request.user.pk),
        "theme_form": ThemeForm(),
        "may_arrange": can_arrange_bank(request.user, bank.id),
    }
    return render(request, "contests/items/bank.html", context)


@require_POST
@rate_limited("contests.theme", 120, HOUR)
@arranged_bank
def theme(request: PersonRequest, bank: BankRow) -> HttpResponse:
    """Add a theme, or take an empty one off."""
    gone = row_number(request.POST.get("remove", ""))
    if gone is not None:
        attempt(
            request,
            lambda: services.remove_theme(bank_id=bank.id, theme_id=gone),
            _("Le thème est retiré."),
        )
        return redirect("contests:bank", bank.id)
    form = ThemeForm(request.POST)
    if form.is_valid():
        attempt(
            request,
            lambda: services.add_theme(bank_id=bank.id, **form.cleaned_data),
            _("Le thème est ajouté."),
        )
    else:
        tell_mistakes(request, form)
    return redirect("contests:bank", bank.id)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.import_items", 60, HOUR)
@arranged_bank
def import_items(request: PersonRequest, bank: BankRow) -> HttpResponse:
    """Show what a file of questions becomes, then take it."""
    if request.POST.get("do") == "take":
        return _take(request, bank)
    form = ItemTableForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        table = form.cleaned_data["file"]
        try:
            preview = imports.preview_items(bank_id=bank.id, table=table)
        except ContestError as error:
            form.add_error("file", str(error))
        else:
            shown = {"preview": preview, "packed": pack_table(table, about=_about(bank))}
            form = ItemTableForm()
    context = {"bank": bank, "form": form, **shown}
    status = 422 if form.is_bound else 200
    return render(request, "contests/items/import.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.export_items", 30, HOUR)
@arranged_bank
def export_items(request: PersonRequest, bank: BankRow) -> HttpResponse:
    """Hand the questions over with their answers; the audit keeps who took them."""
    if request.method != "POST":
        return render(request, "contests/items/export.html", {"bank": bank})
    content = imports.items_file(bank_id=bank.id, actor_id=request.user.pk)
    return file_answer(content, f"questions-{bank.id}.csv")


def _take(request: PersonRequest, bank: BankRow) -> HttpResponse:
    try:
        table = unpack_table(request.POST.get("table", ""), about=_about(bank))
        count = imports.import_items(bank_id=bank.id, table=table, actor_id=request.user.pk)
    except ContestError as error:
        messages.error(request, str(error))
        return redirect("contests:import_items", bank.id)
    told = ngettext("%(count)d question ajoutée.", "%(count)d questions ajoutées.", count)
    messages.success(request, told % {"count": count})
    return redirect("contests:bank", bank.id)


def _about(bank: BankRow) -> str:
    return f"items:{bank.id}"
