"""An edition from its ready pipeline to its declared rules, and what may change afterwards."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from boutdufil.engines.sealing import canonical_json
from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.files.services import store_file
from boutdufil.rooms.contests.enums import EditionStatus, Per, StageKind, StageStatus
from boutdufil.rooms.contests.errors import ContestError, RulesFrozenError
from boutdufil.rooms.contests.models import Edition, LogLine, Prize, RulesVersion, Stage
from boutdufil.rooms.contests.rules.pipelines import EditionDraft, Ready
from boutdufil.rooms.contests.selectors.declared import declared_settings
from boutdufil.rooms.contests.selectors.editions import edition_row
from boutdufil.rooms.contests.selectors.findings import findings
from boutdufil.rooms.contests.selectors.rules_page import rules_file, rules_page
from boutdufil.rooms.contests.selectors.stages import stage_row
from boutdufil.rooms.contests.services.editions import (
    change_edition,
    create_edition,
    drop_draft,
    duplicate_edition,
)
from boutdufil.rooms.contests.services.freezing import changing_rules
from boutdufil.rooms.contests.services.pipelines import change_stage, move_stage_up, remove_stage
from boutdufil.rooms.contests.services.prize_privacy import RULES
from boutdufil.rooms.contests.services.prizes import PrizeDraft, add_prize, hand_over, remove_prize
from boutdufil.rooms.contests.services.publishing import publish_edition
from tests.architecture.parts.applications import PDF
from tests.factories.contests import (
    CaseQuestionFactory,
    CriterionFactory,
    EntryFactory,
)
from tests.factories.organisations import OrganisationFactory
from tests.rooms.contests.drafts import edition_draft, settle, stage_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return OrganisationFactory(name="Association inventée")


@pytest.fixture
def election(organiser):
    """Give a draft of the election whose stages are all settled."""
    return settle(
        create_edition(
            organiser_id=organiser.pk, draft=edition_draft(), ready=Ready.ELECTION, actor_id=None
        )
    )


@pytest.fixture
def published(election):
    add_prize(edition_id=election.pk, draft=PrizeDraft(1, "Bourse", 300_000), actor_id=None)
    publish_edition(edition_id=election.pk, actor_id=None)
    return Edition.objects.get(pk=election.pk)


def texts(edition, level):
    return [one.text for one in findings(edition_row(edition.pk)) if one.level == level]


def test_a_ready_pipeline_is_the_election_of_the_press(election):
    stages = list(election.stages.all())
    assert [one.kind for one in stages] == [StageKind.QUIZ, StageKind.ORAL, StageKind.PANEL]
    assert [(one.takes, one.per) for one in stages] == [(3, Per.CITY), (3, Per.ALL), (1, Per.ALL)]
    assert stages[0].pool_below == 4
    assert stages[0].starts_at > election.closes_at
    assert len(election.seed) == 64
    assert election.seed_hash == sha256(bytes.fromhex(election.seed)).hexdigest()


def test_two_editions_never_share_a_seed_or_an_address(organiser):
    drafts = [
        create_edition(organiser_id=organiser.pk, draft=edition_draft(), actor_id=None)
        for _ in range(2)
    ]
    assert len({one.seed for one in drafts}) == 2
    assert [one.slug for one in drafts] == ["election-inventee", "election-inventee-2"]
    with pytest.raises(ContestError) as taken:
        create_edition(
            organiser_id=organiser.pk, draft=edition_draft(slug=drafts[0].slug), actor_id=None
        )
    assert taken.value.field == "slug"


def test_nothing_is_published_before_what_is_wrong_is_mended(organiser):
    made = create_edition(
        organiser_id=organiser.pk,
        draft=EditionDraft("Sans dates", "individual"),
        ready=Ready.STUDENTS,
        actor_id=None,
    )
    wrong = texts(made, "error")
    assert wrong[0] == "Dites de quand à quand on s’inscrit."
    assert len(wrong) == 4
    with pytest.raises(ContestError, match="Dites de quand"):
        publish_edition(edition_id=made.pk, actor_id=None)
    assert not RulesVersion.objects.exists()


def test_publishing_declares_the_first_version_with_its_digest(election):
    version = publish_edition(edition_id=election.pk, actor_id=None)
    row = edition_row(election.pk)
    assert (row.status, version.number) == (EditionStatus.PUBLISHED, 1)
    assert version.settings == declared_settings(election.pk)
    assert version.sha256 == sha256(canonical_json(version.settings)).hexdigest()
    content = rules_file(row, 1)
    assert sha256(content).hexdigest() == version.sha256
    assert json.loads(content)["stages"][0]["settings"] == version.settings["stages"][0]["settings"]
    line = LogLine.objects.get(edition=election)
    assert (line.position, line.kind) == (1, "rules_declared")
    assert line.facts == {"version": 1, "sha256": version.sha256}
    assert election.seed not in content.decode()


def test_declared_rules_change_with_a_reason_and_both_stay_readable(published):
    draft = edition_draft(appeal_days=9)
    with pytest.raises(RulesFrozenError) as refused:
        change_edition(edition_id=published.pk, draft=draft, actor_id=None)
    assert refused.value.field == "reason"
    published.refresh_from_db()
    assert published.appeal_days == 5
    change_edition(edition_id=published.pk, draft=draft, actor_id=None, reason="Plus de temps")
    page = rules_page(edition_row(published.pk))
    assert (page.version.number, page.version.reason) == (2, "Plus de temps")
    assert [one.number for one in page.versions] == [1, 2]
    (change,) = page.changes
    assert "5 jours" in change.gone[0]
    assert "9 jours" in change.come[0]
    first = rules_page(edition_row(published.pk), 1)
    assert not first.is_current
    assert first.version.settings["edition"]["appeal_days"] == 5


def test_what_is_no_rule_changes_freely(published):
    draft = edition_draft(presentation="Une belle histoire.", contact="jury@example.org")
    change_edition(edition_id=published.pk, draft=draft, actor_id=None)
    assert RulesVersion.objects.filter(edition=published).count() == 1
    published.refresh_from_db()
    assert published.presentation == "Une belle histoire."


WORSE = {
    "condition": {"needs_school": True},
    "closing": {"closes_at": -1},
    "appeal": {"appeal_days": 1},
    "kind": {"entered_by": "team"},
}


@pytest.mark.parametrize("what", WORSE)
def test_nothing_gets_worse_for_who_entered_whatever_the_reason(published, what):
    changed = dict(WORSE[what])
    if "closes_at" in changed:
        changed["closes_at"] = published.closes_at - timedelta(days=1)
    draft = edition_draft(**changed)
    entry = EntryFactory(edition=published)
    with pytest.raises(RulesFrozenError, match="Des candidatures existent"):
        change_edition(edition_id=published.pk, draft=draft, actor_id=None, reason="Motif")
    entry.delete()
    change_edition(edition_id=published.pk, draft=draft, actor_id=None, reason="Motif")
    assert RulesVersion.objects.filter(edition=published).count() == 2


def test_a_prize_is_not_taken_back_once_somebody_entered_for_it(published):
    prize = published.prizes.get()
    EntryFactory(edition=published)
    with pytest.raises(RulesFrozenError, match="ne diminue plus"):
        remove_prize(edition_id=published.pk, prize_id=prize.pk, actor_id=None, reason="Motif")
    assert Prize.objects.filter(pk=prize.pk).exists()
    add_prize(
        edition_id=published.pk,
        draft=PrizeDraft(2, "Livres"),
        actor_id=None,
        reason="Un partenaire de plus",
    )
    assert RulesVersion.objects.filter(edition=published).count() == 2


def test_a_stage_that_began_only_ends_later(published):
    stage = published.stages.first()
    Stage.objects.filter(pk=stage.pk).update(status=StageStatus.OPEN)
    row = stage_row(stage.pk)
    for changed in ({"takes": 2}, {"ends_at": row.ends_at - timedelta(hours=1)}, {"minimum": 50}):
        draft = stage_draft(row, **changed)
        with pytest.raises(RulesFrozenError, match="a commencé"):
            change_stage(stage_id=stage.pk, draft=draft, actor_id=None, reason="Motif")
    with pytest.raises(RulesFrozenError, match="a commencé"):
        remove_stage(stage_id=stage.pk, actor_id=None, reason="Motif")
    later = stage_draft(row, ends_at=row.ends_at + timedelta(hours=1), name="Questionnaire")
    change_stage(stage_id=stage.pk, draft=later, actor_id=None, reason="Panne du réseau")
    assert stage_row(stage.pk).ends_at == row.ends_at + timedelta(hours=1)
    Stage.objects.filter(pk=stage.pk).update(status=StageStatus.CLOSED)
    again = stage_draft(row, ends_at=row.ends_at + timedelta(hours=2), name="Questionnaire")
    with pytest.raises(RulesFrozenError, match="a commencé"):
        change_stage(stage_id=stage.pk, draft=again, actor_id=None, reason="Motif")


def test_a_refused_change_leaves_nothing_behind(published):
    before = declared_settings(published.pk)
    with (
        pytest.raises(RulesFrozenError),
        changing_rules(edition_id=published.pk, actor_id=None) as edition,
    ):
        Stage.objects.filter(edition=edition).update(takes=9)
    assert declared_settings(published.pk) == before


def test_stages_are_moved_and_taken_out_and_stay_in_a_row(election):
    quiz, oral, panel = election.stages.all()
    move_stage_up(stage_id=panel.pk, actor_id=None)
    move_stage_up(stage_id=quiz.pk, actor_id=None)
    assert list(election.stages.values_list("pk", flat=True)) == [quiz.pk, panel.pk, oral.pk]
    remove_stage(stage_id=panel.pk, actor_id=None)
    assert list(election.stages.values_list("pk", "position")) == [(quiz.pk, 1), (oral.pk, 2)]
    assert stage_row(oral.pk).is_last


def test_a_copy_keeps_weekdays_and_hours_and_begins_as_a_draft(published):
    made = duplicate_edition(edition_id=published.pk, actor_id=None)
    assert made.status == EditionStatus.DRAFT
    assert made.seed != published.seed
    assert made.name.endswith(str(published.opens_at.year + 1))
    local = [timezone.localtime(one.opens_at) for one in (published, made)]
    assert local[0].weekday() == local[1].weekday()
    assert local[0].time() == local[1].time()
    assert [one.name for one in made.stages.all()] == [one.name for one in published.stages.all()]
    assert made.prizes.get().amount_cents == 300_000
    assert not made.rules.exists()


def test_a_draft_is_dropped_and_what_was_declared_stays(election, published):
    with pytest.raises(ContestError, match="ne se supprime plus"):
        drop_draft(edition_id=published.pk, actor_id=None)
    copy = duplicate_edition(edition_id=published.pk, actor_id=None)
    drop_draft(edition_id=copy.pk, actor_id=None)
    assert list(Edition.objects.all()) == [published]


def test_a_prize_is_handed_over_after_the_last_result_with_its_proof(published):
    prize = published.prizes.get()
    given = {
        "edition_id": published.pk,
        "prize_id": prize.pk,
        "handed_at": timezone.localdate(),
        "handed_to": "K00001",
        "proof": None,
        "actor_id": None,
    }
    with pytest.raises(ContestError, match="n’est pas publié"):
        hand_over(**given)
    Stage.objects.filter(edition=published).update(status=StageStatus.PUBLISHED)
    with pytest.raises(ContestError, match="à venir"):
        hand_over(**{**given, "handed_at": timezone.localdate() + timedelta(days=1)})
    hand_over(**given)
    prize.refresh_from_db()
    assert prize.handed_to == "K00001"
    assert LogLine.objects.last().facts == {
        "prize": prize.pk,
        "on": timezone.localdate().isoformat(),
        "proof": False,
    }


def test_a_case_needs_its_questions_and_its_rubric(organiser):
    made = create_edition(
        organiser_id=organiser.pk,
        draft=edition_draft(entered_by="team"),
        ready=Ready.STUDENTS,
        actor_id=None,
    )
    file = made.stages.first()
    assert any("écrivez le cas" in text for text in texts(made, "error"))
    CaseQuestionFactory(case__stage=file)
    assert any("écrivez le cas" in text for text in texts(made, "error"))
    CriterionFactory(stage=file)
    assert not any("écrivez le cas" in text for text in texts(made, "error"))


def test_receipts_are_forgotten_after_five_years_and_the_handing_over_stays(published):
    prize = published.prizes.get()
    now = timezone.now()
    proof = store_file(content=PDF, name="recu.pdf", purpose="contests.prize_proof")
    Prize.objects.filter(pk=prize.pk).update(handed_at=now.date(), handed_to="K00001", proof=proof)
    (rule,) = RULES
    assert rule.run(now + timedelta(days=365)) == 0
    assert rule.run(now + rule.period + timedelta(days=1)) == 1
    prize.refresh_from_db()
    assert (prize.handed_at, prize.handed_to, prize.proof) == (now.date(), "", None)
    assert StoredFile.objects.get(pk=proof.pk).shredded_at is not None
