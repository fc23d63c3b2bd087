"""Call-backs: the line is let go, the place is kept.

On the open page the call itself stays in line. By e-mail the call ends as a promise not kept, and
a message goes out when nobody stands before it any more; its link shows a button, which opens a
new call in the place of the first. The address is forgotten as soon as the message is sent.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel import jobs
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.illico.enums import CallBackState, CallBackWay, Outcome, ServiceState
from boutdufil.rooms.illico.errors import CallBackRefusedError
from boutdufil.rooms.illico.models import CallBack, ServiceCall
from boutdufil.rooms.illico.selectors.call_backs import (
    LINK_HOLDS,
    read_link_token,
    still_holds,
    was_left,
    write_link_token,
)
from boutdufil.rooms.illico.selectors.hours import TODAY, opening
from boutdufil.rooms.illico.services.calling import open_again
from boutdufil.rooms.illico.services.lines import give_up_call, offer_call

logger = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(hours=12)
SUBJECT = gettext_lazy("%(number)s : c’est votre tour")
WAITS = (ServiceState.OFFERED, ServiceState.WAITING)


def ask_call_back(*, call_id: UUID, email: str = "", language: str = "fr") -> None:
    """Keep the place of a waiting call: until a message comes, or on its open page without one.

    :raises CallBackRefusedError: when somebody is answering, or the call is over.
    """
    with transaction.atomic():
        call = _locked(call_id)
        if call.state not in WAITS and not (email and was_left(call, timezone.now())):
            raise CallBackRefusedError(_("Quelqu’un vous répond, ou l’appel est terminé."))
        way = CallBackWay.EMAIL if email else CallBackWay.PAGE
        wanted = {"way": way, "email": email, "language": language}
        fresh = {"state": CallBackState.WAITING, "asked_at": timezone.now(), **wanted}
        CallBack.objects.update_or_create(service_call=call, defaults=fresh)
        if email:
            call.outcome, call.kept = Outcome.CALLED_BACK, False
            call.save(update_fields=["outcome", "kept"])
            jobs.enqueue("illico.ready_call_backs")
    if email:
        give_up_call(call_id=call_id)


@transaction.atomic
def leave_call_back(*, call_id: UUID) -> None:
    """Give up a call-back; on the page, the line goes on as before."""
    alive = Q(state__in=(CallBackState.WAITING, CallBackState.READY))
    found = CallBack.objects.filter(alive, service_call_id=call_id)
    found.update(state=CallBackState.LEFT, email="", done_at=timezone.now())


@transaction.atomic
def come_back(*, call_id: UUID) -> None:
    """Note that whoever kept the place on the open page is there."""
    found = CallBack.objects.filter(service_call_id=call_id, way=CallBackWay.PAGE)
    waiting = found.filter(state__in=(CallBackState.WAITING, CallBackState.READY))
    waiting.update(state=CallBackState.TAKEN, done_at=timezone.now())


def ready_call_backs(*, now: datetime) -> int:
    """Send a message to everybody before whom nobody stands any more; return how many."""
    expire_call_backs(now=now)
    waiting = CallBack.objects.filter(state=CallBackState.WAITING, way=CallBackWay.EMAIL)
    keys = waiting.order_by("service_call__clicked_at").values_list("pk", flat=True)
    return sum(_is_told(key, now) for key in list(keys))


def expire_call_backs(*, now: datetime) -> int:
    """End the links that were not used and the waits without hope; return how many."""
    late = Q(state=CallBackState.READY, ready_at__lt=now - LINK_HOLDS)
    hopeless = Q(state=CallBackState.WAITING, asked_at__lt=now - LONGEST_WAIT)
    found = CallBack.objects.filter(late | hopeless)
    return found.update(state=CallBackState.EXPIRED, email="", done_at=now)


def take_call_back(*, token: str, received_at: datetime) -> UUID:
    """Open the line again in the place of the first call; return the caller's seat.

    :raises CallBackRefusedError: when the link was used, or its ten minutes are over.
    """
    with transaction.atomic():
        row = _by_token(token)
        if row is None or not still_holds(row, received_at):
            raise CallBackRefusedError(_("Ce lien ne vaut plus."))
        row.state, row.done_at = CallBackState.TAKEN, received_at
        row.save(update_fields=["state", "done_at"])
        seat, call = open_again(first=row.service_call, received_at=received_at)
    offer_call(call=call)
    return seat


def look_after_call_backs(*, number_id: int) -> None:
    """See whether somebody who waits for a message is next, when a place came free."""
    waiting = CallBack.objects.filter(state=CallBackState.WAITING, way=CallBackWay.EMAIL)
    if waiting.filter(service_call__number_id=number_id).exists():
        jobs.enqueue("illico.ready_call_backs")


def _is_told(key: int, now: datetime) -> bool:
    """Tell whether a message went out; an address that takes none keeps nobody else waiting."""
    try:
        return _make_ready(key, now)
    except OSError as error:
        # Those of smtplib among them. Their words hold the address, and the next run tries again.
        logger.warning("call-back %s: no message went out (%s)", key, type(error).__name__)
        return False


@transaction.atomic
def _make_ready(key: int, now: datetime) -> bool:
    row = (
        CallBack.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("service_call__number")
        .filter(pk=key, state=CallBackState.WAITING)
        .first()
    )
    if row is None or _stands_before(row.service_call):
        return False
    call = row.service_call
    if not opening(call.number_id, call.channel, now, days=TODAY).answering:
        return False
    _send(row)
    row.state, row.ready_at, row.email = CallBackState.READY, now, ""
    row.save(update_fields=["state", "ready_at", "email"])
    return True


def _stands_before(call: ServiceCall) -> bool:
    """Tell whether somebody on the same line has waited longer, in line or for a message."""
    line = Q(number_id=call.number_id, channel=call.channel)
    since = Q(call_back_of=None, clicked_at__lt=call.clicked_at)
    brought = Q(call_back_of__clicked_at__lt=call.clicked_at)
    earlier = ServiceCall.objects.filter(line).filter(since | brought).exclude(pk=call.pk)
    in_line = earlier.filter(state__in=WAITS).exclude(outcome=Outcome.CALLED_BACK)
    called = earlier.filter(call_back__state=CallBackState.READY)
    return in_line.exists() or called.exists()


def _send(row: CallBack) -> None:
    token = write_link_token(row.pk)
    facts = {
        "number": row.service_call.number.name,
        "link": absolute_url(reverse("illico:call_back_link", args=[token])),
        "minutes": int(LINK_HOLDS.total_seconds() // 60),
    }
    send_letter(
        to=row.email,
        language=row.language,
        subject=SUBJECT,
        template="illico/call_backs/mail.txt",
        facts=facts,
    )


def _by_token(token: str) -> CallBack | None:
    rows = CallBack.objects.select_for_update(of=("self",))
    related = ("service_call__number", "service_call__case")
    return rows.select_related(*related).filter(pk=read_link_token(token) or 0).first()


def _locked(call_id: UUID) -> ServiceCall:
    return ServiceCall.objects.select_for_update(no_key=True).get(pk=call_id)
