"""Sheet, letters and seal: nothing small is told, everything is tagged, nothing changes."""

import csv
import io
import json
import zipfile

import pypdf
import pytest

from boutdufil.adapters import keys
from boutdufil.engines.redeployment import (
    Candidate,
    Offer,
    Pair,
    Problem,
    check_certificate,
)
from boutdufil.engines.sealing import verify
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.selectors.plan_results import last_computed, read_solution
from boutdufil.rooms.mobility.selectors.plan_sheets import linked_sheet, sheet
from boutdufil.rooms.mobility.selectors.rosters import employees
from boutdufil.rooms.mobility.services import (
    plan_answers,
    plan_criteria,
    plan_freezing,
    plan_papers,
    plan_posts,
    plan_sheets,
    plan_solving,
    plans,
    rosters,
)
from boutdufil.rooms.mobility.services.plan_answers import AnswerDraft
from tests.rooms.mobility.plan_world import (
    ROWS,
    answer_for_everybody,
    firm,
    offered,
    open_plan,
    proposal_of,
    roster_file,
    solved_plan,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(monkeypatch, tmp_path):
    monkeypatch.setenv("BOUTDUFIL_HOME", str(tmp_path))
    return firm()


def text_of(pdf):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_a_sheet_of_a_few_people_tells_no_number_of_them(ours):
    shown = sheet(open_plan(ours))

    counts = [count for row in shown.rows for count in row.counts]
    assert {count for count in counts if count is not None} <= {0}
    assert shown.hidden > 0
    assert (shown.internal_places, shown.external_places) == (1, 2)


def test_a_sheet_of_many_tells_large_numbers_and_hides_small_ones(ours):
    many = [f"M-{n:03};N1103;59650;oui;60;35;1900;{n};;;" for n in range(40)]
    few = [f"F-{n};M1602;59650;oui;60;35;1900;2;;;" for n in range(3)]
    shown = sheet(open_plan(ours, *many, *few))
    rows = {row.label: row.counts for row in shown.rows}

    assert all(count is None or count == 0 or count >= 5 for row in rows.values() for count in row)
    office = next(row for label, row in rows.items() if "dministrati" in label)
    assert None in office


def test_a_link_opens_the_sheet_until_it_is_withdrawn(ours):
    plan = open_plan(ours)
    token = plan_sheets.create_sheet_link(plan=plan, actor_id=ours.hr.pk)
    assert linked_sheet(token).site == plan.organisation.name
    assert linked_sheet(token + "x") is None

    plan_sheets.withdraw_sheet_link(
        plan=plan, link_id=plan.sheet_links.get().pk, actor_id=ours.hr.pk
    )
    assert linked_sheet(token) is None


def test_a_confidential_plan_gives_no_link(ours):
    with pytest.raises(PlanError, match="confidentiel"):
        plan_sheets.create_sheet_link(plan=solved_plan(ours), actor_id=ours.hr.pk)


def test_letters_are_tagged_and_hold_code_list_and_rules(ours):
    plan = open_plan(ours)
    pdf = plan_papers.letters_pdf(plan=plan)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = text_of(pdf)

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert "M-002" in text
    assert "D.1233-2-1" in text
    assert "Niveau III" in text
    first = employees(plan)[0].entry_id
    one = text_of(plan_papers.letters_pdf(plan=plan, entry_ids=[first]))
    assert "M-001" in one
    assert "M-002" not in one


def test_words_of_an_employer_are_words_and_never_markup(ours):
    plan = solved_plan(ours, confidential=False)
    odd = '*#image("/etc/passwd")* $x_1$ @nobody <label> `raw` \\ //'
    vacancy = offered(title=odd, description=odd)
    plan_posts.add_post(plan=plan, vacancy_id=vacancy.pk, places=1, actor_id=ours.hr.pk)
    plan_solving.solve_plan(plan=plan, actor_id=ours.hr.pk)
    from boutdufil.rooms.mobility.services.proposals import open_to_people

    open_to_people(plan=plan, actor_id=ours.hr.pk)

    assert "#image" in text_of(plan_papers.letters_pdf(plan=plan))


def test_no_letter_before_anything_is_proposed(ours):
    with pytest.raises(PlanError, match="proposé"):
        plan_papers.letters_pdf(plan=solved_plan(ours, confidential=False))


def test_a_frozen_plan_verifies_and_its_proof_can_be_checked_elsewhere(ours):
    plan = open_plan(ours)
    for name, said in (("M-001", "accepted"), ("M-002", "refused")):
        plan_answers.answer_proposal(
            proposal=proposal_of(plan, name), draft=AnswerDraft(said), actor_id=None
        )
    answer_for_everybody(plan)
    seal = plan_freezing.freeze_plan(plan=plan, actor_id=ours.hr.pk)
    archive = bytes(seal.archive)

    verdict = verify(archive, trusted=keys.public_keys())
    assert verdict.is_trusted
    assert verdict.about["people"] == 3
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    assert {"plan.csv", "postes.csv", "preuve.json", "plan.pdf", "synthese.pdf"} <= set(files)
    rows = list(csv.reader(io.StringIO(files["plan.csv"].decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["M-001", "M-002", "M-003"]
    assert [row[8] for row in rows[1:3]] == ["accepté", "refusé"]
    assert b"190000" not in files["plan.csv"]
    assert check_elsewhere(json.loads(files["preuve.json"])) == ()


def check_elsewhere(facts):
    """Check the sealed proof from the sealed problem, as anybody with the engine can."""
    said = facts["problem"]
    names = [name for name, _floor in said["candidates"]]

    class Numbered:
        def __init__(self, name):
            self.entry_id = self.pseudonym = name

    problem = Problem(
        candidates=tuple(Candidate(*one) for one in said["candidates"]),
        offers=tuple(Offer(*one) for one in said["offers"]),
        pairs=tuple(
            Pair(c, o, f, g, k, within_limits=True, priority=p)
            for c, o, f, g, k, p in said["pairs"]
        ),
        settled=said["settled"],
        refused=frozenset(map(tuple, said["refused"])),
    )
    solution = read_solution(facts | {"free": {}}, [Numbered(name) for name in names])
    return check_certificate(problem, solution)


def test_a_changed_archive_is_no_seal(ours):
    plan = open_plan(ours)
    answer_for_everybody(plan)
    seal = plan_freezing.freeze_plan(plan=plan, actor_id=ours.hr.pk)
    archive = bytearray(bytes(seal.archive))
    archive[len(archive) // 2] ^= 1

    assert not verify(bytes(archive)).ok


def test_nothing_changes_once_frozen(ours):
    plan = open_plan(ours)
    proposal, row = proposal_of(plan, "M-001"), plan.vacancies.first()
    answer_for_everybody(plan)
    plan_freezing.freeze_plan(plan=plan, actor_id=ours.hr.pk)
    settings = plans.PlanSettings(plan.title, plan.closes_on)
    hr = {"actor_id": ours.hr.pk}

    for act in (
        lambda: plans.change_plan(plan=plan, settings=settings, **hr),
        lambda: plan_criteria.declare_criteria(
            plan=plan, criteria=["fit"], reason="une bonne raison", **hr
        ),
        lambda: rosters.bring_roster(plan=plan, content=roster_file(*ROWS), filename="", **hr),
        lambda: plan_posts.add_post(plan=plan, vacancy_id=offered().pk, places=1, **hr),
        lambda: plan_posts.remove_post(row=row, **hr),
        lambda: plan_solving.solve_plan(plan=plan, **hr),
        lambda: plan_answers.answer_proposal(
            proposal=proposal, draft=AnswerDraft("accepted"), actor_id=None
        ),
        lambda: plan_freezing.freeze_plan(plan=plan, **hr),
    ):
        with pytest.raises(PlanError):
            act()
    assert last_computed(plan).version.number == 2


def test_a_frozen_plan_can_be_destroyed_and_an_open_one_cannot(ours):
    plan = open_plan(ours)
    with pytest.raises(PlanError, match="ouvert"):
        plans.shred_plan(plan=plan, actor_id=ours.hr.pk)
    answer_for_everybody(plan)
    plan_freezing.freeze_plan(plan=plan, actor_id=ours.hr.pk)
    plan.refresh_from_db()

    plans.shred_plan(plan=plan, actor_id=ours.hr.pk)

    plan.refresh_from_db()
    assert plan.state == "closed"
    assert not hasattr(plan, "seal")
