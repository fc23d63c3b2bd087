"""Factories of contests: an invented edition of a year to come."""

from datetime import timedelta
from hashlib import sha256

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from boutdufil.rooms.contests import models
from boutdufil.rooms.contests.enums import (
    ConflictKind,
    EditionStatus,
    EntryKind,
    EntryStatus,
    IncidentKind,
    ItemKind,
    ItemState,
    StageKind,
)
from tests.factories.contest_entries import (  # noqa: F401 -- every model has one here
    AccessRefereeFactory,
    OtherTextFactory,
)
from tests.factories.contest_passage_calls import (  # noqa: F401 -- every model has one here
    PassageCallFactory,
    StageCallFactory,
)
from tests.factories.contest_quizzes import (  # noqa: F401 -- every model has one here
    KeyChangeFactory,
    SimilarityOpinionFactory,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory

SEED = "00" * 32
METZ, LILLE = "57463", "59350"
GRAND_EST, HAUTS_DE_FRANCE = "44", "32"


def days(count):
    """Return a declaration: so many days from now."""
    return factory.LazyFunction(lambda: timezone.now() + timedelta(days=count))


class EditionFactory(DjangoModelFactory):
    """The election of the best agent, published, entries open."""

    class Meta:
        model = models.Edition

    name = factory.Sequence(lambda n: f"Élection {n} du meilleur conseiller")
    slug = factory.Sequence(lambda n: f"election-{n}")
    organiser = factory.SubFactory(OrganisationFactory)
    status = EditionStatus.PUBLISHED
    entered_by = EntryKind.INDIVIDUAL
    opens_at = days(-10)
    closes_at = days(10)
    seed = SEED
    seed_hash = sha256(bytes.fromhex(SEED)).hexdigest()
    published_at = days(-10)


class RulesVersionFactory(DjangoModelFactory):
    """The first version of an edition's rules."""

    class Meta:
        model = models.RulesVersion

    edition = factory.SubFactory(EditionFactory)
    number = 1
    settings = factory.Dict({})
    sha256 = sha256(b"{}").hexdigest()


class PrizeFactory(DjangoModelFactory):
    """A thousand euros for the first."""

    class Meta:
        model = models.Prize

    edition = factory.SubFactory(EditionFactory)
    rank = 1
    label = "Bourse"
    amount_cents = 100_000


class EditionPartnerFactory(DjangoModelFactory):
    """A partner of an edition."""

    class Meta:
        model = models.EditionPartner

    edition = factory.SubFactory(EditionFactory)
    name = "Les Fils de l’Est (inventé)"
    role = "partenaire"


class StageFactory(DjangoModelFactory):
    """A quiz that comes."""

    class Meta:
        model = models.Stage

    edition = factory.SubFactory(EditionFactory)
    position = factory.Sequence(lambda n: n + 1)
    kind = StageKind.QUIZ
    name = "Questionnaire"
    starts_at = days(11)
    ends_at = days(12)


class EntryFactory(DjangoModelFactory):
    """Somebody of Metz who entered; `MemberFactory` says who."""

    class Meta:
        model = models.Entry

    edition = factory.SubFactory(EditionFactory)
    number = factory.Sequence(lambda n: f"K{n:05d}")
    status = EntryStatus.ENTERED
    city = METZ
    region = GRAND_EST
    rules_number = 1


class MemberFactory(DjangoModelFactory):
    """The one person of an entry."""

    class Meta:
        model = models.Member

    entry = factory.SubFactory(EntryFactory)
    edition = factory.SelfAttribute("entry.edition")
    person = factory.SubFactory(PersonFactory)
    name = "Léa Fontaine"
    email = factory.SelfAttribute("person.email")
    is_captain = True
    joined_at = factory.LazyFunction(timezone.now)


class AccommodationFactory(DjangoModelFactory):
    """A third more time, granted."""

    class Meta:
        model = models.Accommodation

    person = factory.SubFactory(PersonFactory)
    time_factor = "1.333"
    consented_at = factory.LazyFunction(timezone.now)
    granted_at = factory.LazyFunction(timezone.now)


class BankFactory(DjangoModelFactory):
    """A bank of questions."""

    class Meta:
        model = models.Bank

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Banque {n}")


class ThemeFactory(DjangoModelFactory):
    """A theme of the trade."""

    class Meta:
        model = models.Theme

    bank = factory.SubFactory(BankFactory)
    name = factory.Sequence(lambda n: f"Thème {n}")
    is_trade = True


class ItemFactory(DjangoModelFactory):
    """A question that may be drawn; `ItemVersionFactory` says what it asks."""

    class Meta:
        model = models.Item

    theme = factory.SubFactory(ThemeFactory)
    bank = factory.SelfAttribute("theme.bank")
    state = ItemState.APPROVED


class ItemVersionFactory(DjangoModelFactory):
    """A question with one right answer, the first."""

    class Meta:
        model = models.ItemVersion

    item = factory.SubFactory(ItemFactory)
    number = 1
    kind = ItemKind.SINGLE
    stem = factory.Sequence(lambda n: f"Question {n} : que dit-on d’abord ?")
    options = factory.LazyFunction(
        lambda: [
            {"key": "a", "text": "Bonjour"},
            {"key": "b", "text": "Ne quittez pas"},
            {"key": "c", "text": "Votre numéro de client"},
        ]
    )
    key = "a"
    source = "Guide du métier (inventé)"
    author = factory.SubFactory(PersonFactory)
    reviewer = factory.SubFactory(PersonFactory)
    reviewed_at = factory.LazyFunction(timezone.now)


class QuizFactory(DjangoModelFactory):
    """A supervised quiz of twenty minutes."""

    class Meta:
        model = models.Quiz

    stage = factory.SubFactory(StageFactory)
    bank = factory.SubFactory(BankFactory)


class BlueprintLineFactory(DjangoModelFactory):
    """Three questions of a theme."""

    class Meta:
        model = models.BlueprintLine

    quiz = factory.SubFactory(QuizFactory)
    theme = factory.SubFactory(ThemeFactory, bank=factory.SelfAttribute("..quiz.bank"))
    count = 3


class SittingFactory(DjangoModelFactory):
    """A room in Metz."""

    class Meta:
        model = models.Sitting

    quiz = factory.SubFactory(QuizFactory)
    place = "Centre de Metz (inventé)"
    city = METZ
    starts_at = days(11)
    invigilator = factory.SubFactory(PersonFactory)
    code = "K7Q3"


class RollLineFactory(DjangoModelFactory):
    """Somebody expected in a room."""

    class Meta:
        model = models.RollLine

    sitting = factory.SubFactory(SittingFactory)
    entry = factory.SubFactory(EntryFactory)


class IncidentFactory(DjangoModelFactory):
    """The network went away for three minutes."""

    class Meta:
        model = models.Incident

    sitting = factory.SubFactory(SittingFactory)
    kind = IncidentKind.NETWORK
    text = "Coupure du réseau"
    minutes_given = 3


class AttemptFactory(DjangoModelFactory):
    """A paper that was begun."""

    class Meta:
        model = models.Attempt

    quiz = factory.SubFactory(QuizFactory)
    entry = factory.SubFactory(EntryFactory)
    draw = factory.LazyFunction(list)
    ends_at = factory.LazyFunction(lambda: timezone.now() + timedelta(minutes=20))
    lease = "l" * 43


class QuizAnswerFactory(DjangoModelFactory):
    """An answer that counts."""

    class Meta:
        model = models.QuizAnswer

    attempt = factory.SubFactory(AttemptFactory)
    position = 0
    value = "a"
    sequence = 1
    saved_at = factory.LazyFunction(timezone.now)


class AnswerEventFactory(DjangoModelFactory):
    """An answer as it came."""

    class Meta:
        model = models.AnswerEvent

    attempt = factory.SubFactory(AttemptFactory)
    position = 0
    value = "a"
    sequence = 1
    saved_at = factory.LazyFunction(timezone.now)


class FocusLossFactory(DjangoModelFactory):
    """Four seconds elsewhere."""

    class Meta:
        model = models.FocusLoss

    attempt = factory.SubFactory(AttemptFactory)
    left_at = factory.LazyFunction(timezone.now)
    seconds = 4


class ItemWithdrawalFactory(DjangoModelFactory):
    """A question with two right answers, taken out."""

    class Meta:
        model = models.ItemWithdrawal

    quiz = factory.SubFactory(QuizFactory)
    version = factory.SubFactory(ItemVersionFactory)
    reason = "Deux réponses étaient justes"


class CaseStudyFactory(DjangoModelFactory):
    """A case that was released and is due tomorrow."""

    class Meta:
        model = models.CaseStudy

    stage = factory.SubFactory(StageFactory, kind=StageKind.FILE, name="Dossier")
    title = "Une file d’attente qui s’allonge"
    text = "Un service (inventé) répond en quatre minutes."
    released_at = days(-1)
    due_at = days(1)


class CaseQuestionFactory(DjangoModelFactory):
    """The first question of a case."""

    class Meta:
        model = models.CaseQuestion

    case = factory.SubFactory(CaseStudyFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "Que proposez-vous ?"


class SubmissionFactory(DjangoModelFactory):
    """A file being written."""

    class Meta:
        model = models.Submission

    case = factory.SubFactory(CaseStudyFactory)
    entry = factory.SubFactory(EntryFactory)


class SubmissionAnswerFactory(DjangoModelFactory):
    """An answer of a file."""

    class Meta:
        model = models.SubmissionAnswer

    submission = factory.SubFactory(SubmissionFactory)
    question = factory.SubFactory(
        CaseQuestionFactory, case=factory.SelfAttribute("..submission.case")
    )
    text = "Rappeler au lieu de faire attendre."


class JurorFactory(DjangoModelFactory):
    """An expert of Grand Est who accepted."""

    class Meta:
        model = models.Juror

    edition = factory.SubFactory(EditionFactory)
    person = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda n: f"Juré {n}")
    region = GRAND_EST
    accepted_at = factory.LazyFunction(timezone.now)


class JuryFactory(DjangoModelFactory):
    """The national jury of a stage."""

    class Meta:
        model = models.Jury

    stage = factory.SubFactory(StageFactory, kind=StageKind.PANEL, name="Jury")
    name = "Jury national"


class JurySeatFactory(DjangoModelFactory):
    """A juror of a jury."""

    class Meta:
        model = models.JurySeat

    jury = factory.SubFactory(JuryFactory)
    juror = factory.SubFactory(JurorFactory, edition=factory.SelfAttribute("..jury.stage.edition"))


class AcquaintanceFactory(DjangoModelFactory):
    """A school where a juror taught."""

    class Meta:
        model = models.Acquaintance

    juror = factory.SubFactory(JurorFactory)
    kind = ConflictKind.SCHOOL
    words = factory.Sequence(lambda n: f"Lycée inventé {n}")


class ConflictFactory(DjangoModelFactory):
    """A juror who knows somebody."""

    class Meta:
        model = models.Conflict

    juror = factory.SubFactory(JurorFactory)
    entry = factory.SubFactory(EntryFactory, edition=factory.SelfAttribute("..juror.edition"))
    kind = ConflictKind.DECLARED
    reason = "Ancienne collègue"


class CriterionFactory(DjangoModelFactory):
    """A line of a rubric."""

    class Meta:
        model = models.Criterion

    stage = factory.SubFactory(StageFactory, kind=StageKind.PANEL, name="Jury")
    name = factory.Sequence(lambda n: f"Critère {n}")


class LevelFactory(DjangoModelFactory):
    """An anchor of a criterion."""

    class Meta:
        model = models.Level

    criterion = factory.SubFactory(CriterionFactory)
    mark = factory.Sequence(lambda n: n % 7)
    anchor = "La proposition répond à la question."


class DistributionFactory(DjangoModelFactory):
    """A distribution of the files of a stage."""

    class Meta:
        model = models.Distribution

    stage = factory.SubFactory(StageFactory, kind=StageKind.PANEL, name="Jury")


class ReadingFactory(DjangoModelFactory):
    """A juror judges an entry."""

    class Meta:
        model = models.Reading

    stage = factory.SubFactory(StageFactory, kind=StageKind.PANEL, name="Jury")
    juror = factory.SubFactory(JurorFactory, edition=factory.SelfAttribute("..stage.edition"))
    entry = factory.SubFactory(EntryFactory, edition=factory.SelfAttribute("..stage.edition"))


class MarkFactory(DjangoModelFactory):
    """A mark for a criterion."""

    class Meta:
        model = models.Mark

    reading = factory.SubFactory(ReadingFactory)
    criterion = factory.SubFactory(CriterionFactory, stage=factory.SelfAttribute("..reading.stage"))
    mark = 4


class DecisionFactory(DjangoModelFactory):
    """A decision of a stage."""

    class Meta:
        model = models.Decision

    stage = factory.SubFactory(StageFactory)
    number = factory.Sequence(lambda n: n + 1)
    rule = factory.Dict({})
    inputs = factory.LazyFunction(list)
    sha256 = sha256(b"").hexdigest()


class OutcomeFactory(DjangoModelFactory):
    """The first of all."""

    class Meta:
        model = models.Outcome

    decision = factory.SubFactory(DecisionFactory)
    entry = factory.SubFactory(
        EntryFactory, edition=factory.SelfAttribute("..decision.stage.edition")
    )
    group = "all"
    rank = 1
    score = "17/3"
    is_selected = True
    decided_by = "score"


class AppealFactory(DjangoModelFactory):
    """A candidate contests a decision."""

    class Meta:
        model = models.Appeal

    decision = factory.SubFactory(DecisionFactory)
    entry = factory.SubFactory(
        EntryFactory, edition=factory.SelfAttribute("..decision.stage.edition")
    )
    text = "La question 4 a deux réponses justes."


class PassageFactory(DjangoModelFactory):
    """Twenty minutes before the national jury."""

    class Meta:
        model = models.Passage

    jury = factory.SubFactory(JuryFactory)
    stage = factory.SelfAttribute("jury.stage")
    entry = factory.SubFactory(EntryFactory, edition=factory.SelfAttribute("..stage.edition"))
    starts_at = days(20)


class LogLineFactory(DjangoModelFactory):
    """A line of the log."""

    class Meta:
        model = models.LogLine

    edition = factory.SubFactory(EditionFactory)
    position = factory.Sequence(lambda n: n + 1)
    kind = "rules_declared"
    facts = factory.Dict({})


class EditionSealFactory(DjangoModelFactory):
    """A seal of an edition."""

    class Meta:
        model = models.EditionSeal

    edition = factory.SubFactory(EditionFactory)
    number = 1
    archive = b"PK"
    sha256 = sha256(b"PK").hexdigest()
