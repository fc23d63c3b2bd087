"""Juries of the inhabited site: the person prepares one, judges in it, and meets in another."""

from boutdufil.kernel.files.services import store_file
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.contests.enums import BlindState, ConflictKind, StageKind, StageStatus
from boutdufil.rooms.contests.models import Edition, Juror, Reading, Stage
from boutdufil.rooms.contests.services.distributions import DistributionDraft, distribute
from boutdufil.rooms.contests.services.jurors import token_of
from boutdufil.rooms.contests.services.meetings import open_meeting
from boutdufil.rooms.contests.services.readings import MarksDraft, give_reading
from tests.factories.contests import (
    GRAND_EST,
    AcquaintanceFactory,
    CaseQuestionFactory,
    CaseStudyFactory,
    ConflictFactory,
    EditionFactory,
    EntryFactory,
    JurorFactory,
    JuryFactory,
    JurySeatFactory,
    MemberFactory,
    PassageFactory,
    StageCallFactory,
    StageFactory,
    SubmissionAnswerFactory,
    SubmissionFactory,
)
from tests.rooms.contests.jury_world import add_criterion
from tests.rooms.contests.papers import pdf

_OF_A_STAGE = ("rubric", "juries", "distribution")
_OF_A_JURY = ("meeting", "meeting_act", "severity", "passage_desk")


def inhabit_juries(person: Person, organiser: object) -> dict[str, dict[str, object]]:
    """Give the person files to judge, and the desk of who prepares it."""
    edition = EditionFactory(
        organiser=organiser, name="Concours des équipes inventées", slug="equipes-de-la-page"
    )
    juror = JurorFactory(edition=edition, person=person, name="Claire Inventée", school="École")
    AcquaintanceFactory(juror=juror)
    others = [JurorFactory(edition=edition) for _ in range(2)]
    invited = JurorFactory(edition=edition, person=None, accepted_at=None, nonce="de-la-page")
    invited.token_hash = hash_token(token_of(invited.nonce))
    invited.save(update_fields=["token_hash"])
    files = _files(edition, [juror, *others])
    panel = _meeting(edition, [juror, *others], person)
    line = add_criterion(files, name="Clarté")
    jury = files.juries.get()
    distribute(stage_id=files.pk, draft=DistributionDraft(reviews=2, linking=0), actor_id=None)
    reading = Reading.objects.filter(stage=files, juror=juror).order_by("pk").first()
    own = {"reading_id": reading.pk}
    seat = {"edition_id": edition.pk, "stage_id": files.pk}
    return {
        "contests:jurors": {"edition_id": edition.pk},
        "contests:juror_table": {"edition_id": edition.pk},
        "contests:juror": {"edition_id": edition.pk, "juror_id": juror.pk},
        **{f"contests:{name}": seat for name in _OF_A_STAGE},
        "contests:passages": {"edition_id": edition.pk, "stage_id": panel.stage_id},
        "contests:stage_call": {"edition_id": edition.pk, "stage_id": panel.stage_id},
        "contests:move_passage": {
            "edition_id": edition.pk,
            "stage_id": panel.stage_id,
            "passage_id": panel.passages.get().pk,
        },
        "contests:passage_calendar": {"entry_id": _passing(person)},
        "contests:passage_call": {"passage_id": panel.passages.get().pk},
        "contests:criterion": {**seat, "criterion_id": line.pk},
        "contests:jury": {**seat, "jury_id": jury.pk},
        "contests:juror_invitation": {"token": token_of(invited.nonce)},
        "contests:ties": {"juror_id": juror.pk},
        **{f"contests:{name}": own for name in ("reading", "reading_paper", "recuse_reading")},
        **{f"contests:{name}": {"jury_id": panel.pk} for name in _OF_A_JURY},
    }


def _passing(person: Person) -> int:
    """Have the person pass before the jury of another contest; return their entry."""
    entry = MemberFactory(person=person).entry
    stage = StageFactory(edition=entry.edition, kind=StageKind.PANEL, name="Grand oral")
    PassageFactory(jury=JuryFactory(stage=stage), entry=entry)
    return int(entry.pk)


def _files(edition: Edition, jurors: list[Juror]) -> Stage:
    stage: Stage = StageFactory(
        edition=edition, kind=StageKind.FILE, status=StageStatus.CLOSED, name="Dossier"
    )
    case = CaseStudyFactory(stage=stage)
    question = CaseQuestionFactory(case=case, number=1)
    add_criterion(stage, name="Justesse", question=question, weight=2)
    jury = JuryFactory(stage=stage, region=GRAND_EST, name="Jury de Grand Est", chair=jurors[0])
    for juror in jurors:
        JurySeatFactory(jury=jury, juror=juror)
    for _ in range(3):
        entry = EntryFactory(edition=edition)
        one = SubmissionFactory(
            case=case,
            entry=entry,
            paper=store_file(
                content=pdf("Une réponse"), name="dossier.pdf", purpose="contest_case"
            ),
            handed_in_at=case.released_at,
            blind=BlindState.CLEAR,
        )
        SubmissionAnswerFactory(submission=one, question=question)
    ConflictFactory(
        juror=jurors[1], entry=EntryFactory(edition=edition), kind=ConflictKind.EMPLOYER
    )
    return stage


def _meeting(edition: Edition, jurors: list[Juror], person: Person) -> object:
    """Return a national jury whose meeting is open, the person presiding."""
    stage = StageFactory(
        edition=edition, kind=StageKind.PANEL, status=StageStatus.OPEN, name="Grand jury"
    )
    line = add_criterion(stage, name="Écoute")
    jury = JuryFactory(stage=stage, name="Jury national de la page", chair=jurors[0])
    entries = list(edition.entries.all())[:2]
    for place, juror in enumerate(jurors):
        JurySeatFactory(jury=jury, juror=juror)
        for number, entry in enumerate(entries):
            reading = Reading.objects.create(stage=stage, juror=juror, entry=entry)
            draft = MarksDraft(0, {line.pk: (place * 2 + number) % 5}, "Une voix posée.")
            give_reading(reading_id=reading.pk, person_id=juror.person_id, draft=draft)
    PassageFactory(jury=jury, entry=entries[0], room="Salle 2")
    StageCallFactory(stage=stage)
    open_meeting(jury_id=jury.pk, actor_id=person.pk)
    return jury
