"""Writing to the ledger: needs, posts, first contacts, hires.

Every function locks the vacancy it touches, so that acts on one vacancy follow one another and a
hire is counted once whatever arrives at the same moment.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from boutdufil.kernel import events
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.posts.enums import (
    AnswerKind,
    ClosingReason,
    ContactKind,
    NeedOrigin,
    Payer,
    PostState,
)
from boutdufil.kernel.posts.errors import (
    NoOpenPostError,
    NothingToOpenError,
    TooFewOpenPostsError,
)
from boutdufil.kernel.posts.events import HireCancelled, NeedOpened, PostFilled, PostsClosed
from boutdufil.kernel.posts.models import (
    Attachment,
    Contact,
    Hire,
    Need,
    NeedAnswer,
    Post,
    Vacancy,
)
from boutdufil.kernel.posts.selectors.figures import COUNTED_DAYS
from boutdufil.kernel.posts.services.states import follow_posts


@dataclass(frozen=True, slots=True)
class NeedDraft:
    """What is asked: how many, for what, where, when, and who pays."""

    headcount: int
    code: str = ""
    skills: tuple[str, ...] = ()
    commune: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    payer: str = Payer.UNKNOWN


@transaction.atomic
def open_need(
    *,
    organisation_id: int,
    origin: str,
    draft: NeedDraft,
    actor_id: int | None,
    origin_ref: str = "",
    confidential: bool = False,
) -> Need:
    """Open a need for an organisation.

    :raises NothingToOpenError: when it asks for nobody.
    """
    if draft.headcount < 1:
        raise NothingToOpenError
    need = Need.objects.create(
        organisation_id=organisation_id,
        origin=NeedOrigin(origin),
        origin_ref=origin_ref,
        headcount=draft.headcount,
        code=draft.code,
        skills=list(draft.skills),
        commune=draft.commune,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        payer=Payer(draft.payer),
        confidential=confidential,
        opened_by_id=actor_id,
    )
    # A confidential need is told to nobody, neither to other modules nor to the trail.
    if not confidential:
        _tell_of_need(need, actor_id)
    return need


@transaction.atomic
def publish_need(*, need_id: int, actor_id: int | None) -> Need:
    """End the confidential time of a need; one that is public already is not told again."""
    need = Need.objects.select_for_update().get(pk=need_id)
    if need.confidential:
        need.confidential = False
        need.save(update_fields=["confidential"])
        _tell_of_need(need, actor_id)
    return need


def _tell_of_need(need: Need, actor_id: int | None) -> None:
    _record(actor_id, "posts.open_need", f"need:{need.pk}", headcount=need.headcount)
    events.publish(NeedOpened(need_id=need.pk))


@transaction.atomic
def close_need(*, need_id: int, reason: str, actor_id: int | None) -> Need:
    """Close a need with a reason; one already closed keeps the reason it has."""
    need = Need.objects.select_for_update().get(pk=need_id)
    if need.closed_at is None:
        need.closed_at = timezone.now()
        need.closing_reason = ClosingReason(reason)
        need.save(update_fields=["closed_at", "closing_reason"])
        if need.confidential:
            return need
        _record(actor_id, "posts.close_need", f"need:{need.pk}", reason=reason)
    return need


@transaction.atomic
def answer_need(*, need_id: int, kind: str, ref: str, places: int) -> NeedAnswer:
    """Say that a need became places of a training or a stop of a campaign; once per reference."""
    answer, _created = NeedAnswer.objects.update_or_create(
        need_id=need_id, kind=AnswerKind(kind), ref=ref, defaults={"places": places}
    )
    return answer


@transaction.atomic
def open_posts(*, vacancy_id: int, count: int) -> list[Post]:
    """Add ``count`` open posts to a vacancy, numbered after those it has."""
    if count < 1:
        raise NothingToOpenError
    vacancy = _locked(vacancy_id)
    last = vacancy.posts.aggregate(last=Max("number"))["last"] or 0
    posts = Post.objects.bulk_create(
        Post(vacancy=vacancy, number=last + place + 1) for place in range(count)
    )
    follow_posts(vacancy)
    return posts


@transaction.atomic
def close_posts(*, vacancy_id: int, count: int, reason: str, actor_id: int | None) -> int:
    """Close ``count`` open posts with a reason, the last ones first; return how many.

    :raises TooFewOpenPostsError: when fewer are open; nothing is closed then.
    """
    vacancy = _locked(vacancy_id)
    open_ids = list(
        vacancy.posts.filter(state=PostState.OPEN)
        .order_by("-number")
        .values_list("pk", flat=True)[:count]
    )
    if len(open_ids) < count:
        raise TooFewOpenPostsError(count, len(open_ids))
    Post.objects.filter(pk__in=open_ids).update(
        state=PostState.CLOSED, ended_at=timezone.now(), closing_reason=ClosingReason(reason)
    )
    _record(actor_id, "posts.close_posts", f"vacancy:{vacancy_id}", count=count, reason=reason)
    events.publish(PostsClosed(vacancy_id=vacancy_id, count=count))
    follow_posts(vacancy, actor_id=actor_id)
    return count


@transaction.atomic
def attach(*, vacancy_id: int, to: str) -> Attachment:
    """Show a vacancy in something of a room ("campaign:12"); a second time changes nothing."""
    _locked(vacancy_id)
    attachment, _created = Attachment.objects.get_or_create(
        vacancy_id=vacancy_id, to=to, detached_at=None
    )
    return attachment


@transaction.atomic
def detach(*, vacancy_id: int, to: str) -> None:
    """Stop showing it there; contacts made until now still count."""
    _locked(vacancy_id)
    Attachment.objects.filter(vacancy_id=vacancy_id, to=to, detached_at=None).update(
        detached_at=timezone.now()
    )


@transaction.atomic
def record_contact(*, vacancy_id: int, person_id: int, kind: str, through: str = "") -> Contact:
    """Record that a person and a vacancy met; the first meeting through something stays.

    ``through`` is the reference of what brought them together, empty when nothing did.
    """
    contact, _created = Contact.objects.get_or_create(
        vacancy_id=vacancy_id,
        person_id=person_id,
        through=through,
        defaults={"kind": ContactKind(kind)},
    )
    return contact


@transaction.atomic
def record_hire(
    *, vacancy_id: int, person_id: int, hired_on: date, recorded_by_id: int | None
) -> Hire:
    """Fill the first open post of a vacancy; the same person twice is one hire.

    :raises NoOpenPostError: when no post is open.
    """
    vacancy = _locked(vacancy_id)
    already = Hire.objects.filter(
        post__vacancy=vacancy, person_id=person_id, cancelled_at=None
    ).first()
    if already is not None:
        return already
    post = vacancy.posts.filter(state=PostState.OPEN).order_by("number").first()
    if post is None:
        raise NoOpenPostError
    hire = Hire.objects.create(
        post=post,
        person_id=person_id,
        hired_on=hired_on,
        contact=_counted_contact(vacancy_id, person_id, hired_on),
        recorded_by_id=recorded_by_id,
    )
    _end(post, PostState.FILLED)
    _record(recorded_by_id, "posts.record_hire", f"post:{post.pk}", hire=hire.pk)
    events.publish(PostFilled(vacancy_id=vacancy_id, hire_id=hire.pk))
    follow_posts(vacancy, actor_id=recorded_by_id)
    return hire


@transaction.atomic
def cancel_hire(*, hire_id: int, reason: str, actor_id: int | None) -> Hire:
    """Undo a hire that did not hold (a trial that failed): its post is open again."""
    vacancy = _locked(Hire.objects.values_list("post__vacancy_id", flat=True).get(pk=hire_id))
    hire = Hire.objects.select_related("post").get(pk=hire_id)
    if hire.cancelled_at is not None:
        return hire
    hire.cancelled_at = timezone.now()
    hire.cancel_reason = reason
    hire.save(update_fields=["cancelled_at", "cancel_reason"])
    hire.post.state, hire.post.ended_at = PostState.OPEN, None
    hire.post.save(update_fields=["state", "ended_at"])
    _record(actor_id, "posts.cancel_hire", f"post:{hire.post_id}", hire=hire.pk)
    events.publish(HireCancelled(vacancy_id=vacancy.pk, hire_id=hire.pk))
    follow_posts(vacancy, actor_id=actor_id)
    return hire


def _locked(vacancy_id: int) -> Vacancy:
    return Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy_id)


def _counted_contact(vacancy_id: int, person_id: int, hired_on: date) -> Contact | None:
    """The contact a hire is counted through: the first one through something in the period.

    Without any, the last direct one tells how the two met, and is counted for nobody.
    """
    mine = Contact.objects.filter(vacancy_id=vacancy_id, person_id=person_id)
    recent = Q(at__date__gte=hired_on - timedelta(days=COUNTED_DAYS), at__date__lte=hired_on)
    shown_then = Q(vacancy__attachments__to=F("through")) & Q(
        vacancy__attachments__attached_at__lte=F("at")
    )
    not_yet_over = Q(vacancy__attachments__detached_at=None) | Q(
        vacancy__attachments__detached_at__gt=F("at")
    )
    through = mine.exclude(through="").filter(recent, shown_then & not_yet_over)
    return (
        through.order_by("at", "pk").first()
        or mine.filter(through="").order_by("-at", "-pk").first()
    )


def _end(post: Post, state: PostState) -> None:
    post.state, post.ended_at = state, timezone.now()
    post.save(update_fields=["state", "ended_at"])


def _record(actor_id: int | None, verb: str, subject: str, **facts: object) -> None:
    audit.record(actor_id=actor_id, verb=verb, subject=subject, facts=facts)
