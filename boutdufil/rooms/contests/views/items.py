"""One question: written, shown as candidates see it, read again by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.files.errors import FileGone
from boutdufil.kernel.files.responses import download
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.items import ItemForm, ReviewForm
from boutdufil.rooms.contests.permissions.banks import can_see_media
from boutdufil.rooms.contests.selectors import banks as selectors
from boutdufil.rooms.contests.selectors.banks import BankRow, ItemPage
from boutdufil.rooms.contests.selectors.shown_items import picture_of
from boutdufil.rooms.contests.services import items as services
from boutdufil.rooms.contests.services.item_pictures import keep_picture
from boutdufil.rooms.contests.views.bank_doors import open_bank
from boutdufil.rooms.contests.views.doors import HOUR, attempt

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest

FORM = "contests/items/write.html"
PAGE = "contests/items/item.html"


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.write_item", 300, HOUR)
@open_bank
def write_item(request: PersonRequest, bank: BankRow) -> HttpResponse:
    """Write a question."""
    themes = selectors.themes_in(bank.id)
    form = ItemForm(request.POST or None, request.FILES or None, themes=themes)
    if request.method == "POST" and form.is_valid():
        picture = keep_picture(sent=form.cleaned_data["picture"])
        try:
            made = services.write_item(
                bank_id=bank.id, draft=form.draft(), actor_id=request.user.pk, picture=picture
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("La question est écrite. Voici comme on la verra."))
            return redirect("contests:item", bank.id, made.pk)
    return show_form(request, FORM, form, bank=bank, themes=themes)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.write_item", 300, HOUR)
@open_bank
def change_item(request: PersonRequest, bank: BankRow, item_id: int) -> HttpResponse:
    """Write a question otherwise; one that was read again becomes a new version."""
    found, themes = _item(request, bank, item_id), selectors.themes_in(bank.id)
    form = ItemForm(request.POST or None, request.FILES or None, themes=themes, initial=found.typed)
    if request.method == "POST" and form.is_valid():
        picture = keep_picture(sent=form.cleaned_data["picture"])
        try:
            services.change_item(
                item_id=item_id, draft=form.draft(), actor_id=request.user.pk, picture=picture
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("C’est gardé, en brouillon."))
            return redirect("contests:item", bank.id, item_id)
    return show_form(request, FORM, form, bank=bank, themes=themes, item=found)


@require_safe
@open_bank
def item(request: PersonRequest, bank: BankRow, item_id: int) -> HttpResponse:
    """Show a question as candidates see it, with its answer and its history."""
    found = _item(request, bank, item_id)
    return render(request, PAGE, {"bank": bank, "page": found, "form": ReviewForm()})


@require_POST
@open_bank
def item_act(request: PersonRequest, bank: BankRow, item_id: int) -> HttpResponse:
    """Hand a question over to be read again, retire it, or take it in again."""
    _item(request, bank, item_id)
    actor_id = request.user.pk
    acts = {
        "submit": (
            lambda: services.submit_item(item_id=item_id),
            _("La question attend sa relecture par une autre personne."),
        ),
        "retire": (
            lambda: services.retire_item(item_id=item_id, actor_id=actor_id),
            _("La question ne sera plus tirée."),
        ),
        "restore": (
            lambda: services.restore_item(item_id=item_id, actor_id=actor_id),
            _("La question est reprise."),
        ),
    }
    wanted = acts.get(request.POST.get("do", ""))
    if wanted is None:
        raise Http404
    attempt(request, *wanted)
    return redirect("contests:item", bank.id, item_id)


@require_POST
@rate_limited("contests.review_item", 300, HOUR)
@open_bank
def review_item(request: PersonRequest, bank: BankRow, item_id: int) -> HttpResponse:
    """Say what one thinks of another's question."""
    found = _item(request, bank, item_id)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            services.review_item(
                item_id=item_id,
                version_id=row_number(request.POST.get("version", "")) or found.version_id,
                reviewer_id=request.user.pk,
                is_approved=request.POST.get("do") == "approve",
                opinion=form.cleaned_data["opinion"],
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("Votre avis est gardé."))
            return redirect("contests:bank", bank.id)
    return show_form(request, PAGE, form, bank=bank, page=found)


@require_safe
@never_cache
def item_picture(request: PersonRequest, version_id: int) -> HttpResponse:
    """Show the picture of a question to its authors, and to whoever drew it."""
    file = picture_of(version_id) if can_see_media(request.user, version_id) else None
    if file is None:
        raise Http404
    try:
        return download(file)
    except FileGone as gone:
        raise Http404 from gone


def _item(request: PersonRequest, bank: BankRow, item_id: int) -> ItemPage:
    found = selectors.item_page(bank.id, item_id, request.user.pk)
    if found is None:
        raise Http404
    return found
