"""Factories of the barometer: an invented survey of a few invented centres."""

from datetime import date, timedelta
from hashlib import sha256

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from boutdufil.rooms.barometer import models
from boutdufil.rooms.barometer.enums import (
    CentreType,
    ImportKind,
    MailingKind,
    Measure,
    RoomFactKind,
    RunState,
    SourceKind,
    UnitEventKind,
    UnitKind,
    WaveState,
)
from tests.factories.organisations import OrganisationFactory

METZ, GRAND_EST, MOSELLE = "57463", "44", "57"
SEED = "00" * 32


class SurveyFactory(DjangoModelFactory):
    """A survey of the trade, simulated."""

    class Meta:
        model = models.Survey

    name = factory.Sequence(lambda n: f"Baromètre {n} de la relation client")
    slug = factory.Sequence(lambda n: f"barometre-{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    commitment = "Vos réponses ne servent qu’à des chiffres d’ensemble."
    invented = True


class EnterpriseGroupFactory(DjangoModelFactory):
    """A group of companies."""

    class Meta:
        model = models.EnterpriseGroup

    survey = factory.SubFactory(SurveyFactory)
    key = factory.Sequence(lambda n: f"G{n:05}")
    name = factory.Sequence(lambda n: f"Groupe inventé {n}")


class FrameImportFactory(DjangoModelFactory):
    """A list of centres taken in."""

    class Meta:
        model = models.FrameImport

    survey = factory.SubFactory(SurveyFactory)
    kind = ImportKind.CENTRES
    file_name = "centres.csv"
    file_hash = sha256(b"centres").hexdigest()
    as_of = date(2026, 1, 1)


class UnitFactory(DjangoModelFactory):
    """A provider's centre in Metz, sixty people, on its own."""

    class Meta:
        model = models.Unit

    survey = factory.SubFactory(SurveyFactory)
    kind = UnitKind.CENTRE
    group = factory.SubFactory(EnterpriseGroupFactory, survey=factory.SelfAttribute("..survey"))
    source_key = factory.Sequence(lambda n: f"C{n:06}")
    name = factory.Sequence(lambda n: f"Centre inventé {n}")
    activity = "82.20Z"
    centre_type = CentreType.PROVIDER
    commune = METZ
    department = MOSELLE
    region = GRAND_EST
    headcount = 60
    born_on = date(2019, 3, 1)


class UnitEventFactory(DjangoModelFactory):
    """A centre opens."""

    class Meta:
        model = models.UnitEvent

    unit = factory.SubFactory(UnitFactory)
    kind = UnitEventKind.BIRTH
    happened_on = date(2019, 3, 1)


class DuplicatePairFactory(DjangoModelFactory):
    """Two centres that look alike."""

    class Meta:
        model = models.DuplicatePair

    first = factory.SubFactory(UnitFactory)
    second = factory.SubFactory(UnitFactory, survey=factory.SelfAttribute("..first.survey"))
    reasons = factory.LazyFunction(lambda: ["same_name"])


class QuestionnaireFactory(DjangoModelFactory):
    """A questionnaire of one question."""

    class Meta:
        model = models.Questionnaire

    kind = UnitKind.CENTRE
    version = factory.Sequence(lambda n: n + 100)
    name = "Questionnaire des centres"
    content = factory.LazyFunction(lambda: {"groups": []})
    content_hash = sha256(b'{"groups":[]}').hexdigest()


class VariableFactory(DjangoModelFactory):
    """The people who work in a centre."""

    class Meta:
        model = models.Variable

    code = factory.Sequence(lambda n: f"effectif-{n}")
    kind = "count"
    label = "Personnes au 31 décembre"
    unit = "personnes"


class WaveFactory(DjangoModelFactory):
    """The wave on last year, being collected."""

    class Meta:
        model = models.Wave

    survey = factory.SubFactory(SurveyFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Vague {n + 1}")
    period_start = date(2025, 1, 1)
    period_end = date(2025, 12, 31)
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=10))
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    state = WaveState.OPEN
    questionnaire = factory.SubFactory(QuestionnaireFactory)
    strata_by = factory.LazyFunction(lambda: ["region", "centre_type"])
    seed = SEED


class StratumFactory(DjangoModelFactory):
    """Providers of the Grand Est: ten, of which four are asked."""

    class Meta:
        model = models.Stratum

    wave = factory.SubFactory(WaveFactory)
    key = factory.Sequence(lambda n: f"44|provider|{n}")
    population = 10
    allocated = 4


class DrawnFactory(DjangoModelFactory):
    """A centre that was drawn, and is expected to answer."""

    class Meta:
        model = models.Drawn

    wave = factory.SubFactory(WaveFactory)
    unit = factory.SubFactory(UnitFactory, survey=factory.SelfAttribute("..wave.survey"))
    stratum = factory.SubFactory(StratumFactory, wave=factory.SelfAttribute("..wave"))
    population_then = 10
    allocated_then = 4
    headcount_then = 60


class RespondentContactFactory(DjangoModelFactory):
    """Somebody who answers for a centre."""

    class Meta:
        model = models.RespondentContact

    name = factory.Sequence(lambda n: f"Contact inventé {n}")
    email = factory.Sequence(lambda n: f"contact{n}@centre.example")


class ResponseFactory(DjangoModelFactory):
    """An answer that was begun."""

    class Meta:
        model = models.Response

    drawn = factory.SubFactory(DrawnFactory)
    questionnaire = factory.SelfAttribute("drawn.wave.questionnaire")
    token_hash = factory.Sequence(lambda n: sha256(str(n).encode()).hexdigest())
    nonce = factory.Sequence(lambda n: f"nonce{n}")
    started_at = factory.LazyFunction(timezone.now)


class ValueFactory(DjangoModelFactory):
    """Sixty people."""

    class Meta:
        model = models.Value

    response = factory.SubFactory(ResponseFactory)
    code = factory.Sequence(lambda n: f"effectif-{n}")
    value = 60


class ValueEditFactory(DjangoModelFactory):
    """A value typed with a zero too many."""

    class Meta:
        model = models.ValueEdit

    response = factory.SubFactory(ResponseFactory)
    code = "effectif"
    before = 600
    after = 60
    origin = "edited"
    reason = "Un zéro de trop, confirmé au téléphone."


class MailingFactory(DjangoModelFactory):
    """The invitation to answer."""

    class Meta:
        model = models.Mailing

    wave = factory.SubFactory(WaveFactory)
    kind = MailingKind.INVITATION
    planned_on = factory.LazyFunction(timezone.localdate)


class MailingLineFactory(DjangoModelFactory):
    """One letter of it."""

    class Meta:
        model = models.MailingLine

    mailing = factory.SubFactory(MailingFactory)
    contact = factory.SubFactory(RespondentContactFactory)


class IndicatorFactory(DjangoModelFactory):
    """How many people work in the trade."""

    class Meta:
        model = models.Indicator

    slug = factory.Sequence(lambda n: f"effectif-{n}")
    name = factory.Sequence(lambda n: f"Effectif {n}")
    measure = Measure.TOTAL
    unit = "personnes"
    definition = "Les personnes employées au 31 décembre."
    scope = "Centres situés en France"


class ReleaseFactory(DjangoModelFactory):
    """A release being made."""

    class Meta:
        model = models.Release

    survey = factory.SubFactory(SurveyFactory)
    wave = factory.SubFactory(WaveFactory, survey=factory.SelfAttribute("..survey"))
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Résultats {n + 1}")
    simulated = True


class CellFactory(DjangoModelFactory):
    """Two hundred and seventy-three thousand people, give or take six thousand."""

    class Meta:
        model = models.Cell

    release = factory.SubFactory(ReleaseFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    table = "total"
    period = "2025"
    value = 273_000.0
    low = 267_000.0
    high = 279_000.0
    variation = 0.011
    respondents = 2_100


class FactSourceFactory(DjangoModelFactory):
    """An article."""

    class Meta:
        model = models.FactSource

    key = factory.Sequence(lambda n: f"article-{n}")
    kind = SourceKind.PRESS
    name = factory.Sequence(lambda n: f"Article {n}")
    published_on = "2011-06-01"


class QuotedFactFactory(DjangoModelFactory):
    """What an article says."""

    class Meta:
        model = models.QuotedFact

    indicator = factory.SubFactory(IndicatorFactory)
    source = factory.SubFactory(FactSourceFactory)
    area = "FR"
    period = "2011"
    value = 273_000


class RoomFactFactory(DjangoModelFactory):
    """A post filled."""

    class Meta:
        model = models.RoomFact

    kind = RoomFactKind.POST_FILLED
    subject = factory.Sequence(lambda n: f"hire:{n}")
    happened_on = date(2026, 3, 2)


class MarginFactory(DjangoModelFactory):
    """Ten providers in the frame."""

    class Meta:
        model = models.Margin

    wave = factory.SubFactory(WaveFactory)
    column = "centre_type"
    category = "provider"
    total = 10.0
    source = "Base de sondage"


class EstimationRunFactory(DjangoModelFactory):
    """A run that gave weights."""

    class Meta:
        model = models.EstimationRun

    wave = factory.SubFactory(WaveFactory)
    number = factory.Sequence(lambda n: n + 1)
    recipe = factory.LazyFunction(dict)
    code_version = "0"
    data_hash = "00" * 32
    seed = "00" * 32
    state = RunState.DONE


class UnitWeightFactory(DjangoModelFactory):
    """A centre that stands for four."""

    class Meta:
        model = models.UnitWeight

    run = factory.SubFactory(EstimationRunFactory)
    drawn = factory.SubFactory(DrawnFactory, wave=factory.SelfAttribute("..run.wave"))
    design = 2.5
    adjusted = 4.0
    calibrated = 4.0


class ReleaseSourceFactory(DjangoModelFactory):
    """What a release was made from."""

    class Meta:
        model = models.ReleaseSource

    release = factory.SubFactory(ReleaseFactory)
    run = factory.SubFactory(EstimationRunFactory, wave=factory.SelfAttribute("..release.wave"))
