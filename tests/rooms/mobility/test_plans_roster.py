"""Criteria first, then the roster: mapped, previewed, sealed; protected columns never kept."""

from datetime import date

import pytest
from django.template.loader import render_to_string

from boutdufil.adapters.vault import VaultClosedError
from boutdufil.kernel.posts.models import Need
from boutdufil.lib.text import fold
from boutdufil.rooms.mobility.errors import PlanError, RosterError
from boutdufil.rooms.mobility.models import PlanKey, RosterEntry, RosterImport
from boutdufil.rooms.mobility.selectors import plans as selectors
from boutdufil.rooms.mobility.selectors.rosters import employee, employees, opened, plan_key
from boutdufil.rooms.mobility.services import plan_criteria, plans, rosters
from tests.rooms.mobility.plan_world import (
    HEADER,
    ROWS,
    begun_plan,
    declared_plan,
    firm,
    loaded_plan,
    roster_file,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return firm()


def bring(plan, of, *rows, header=HEADER):
    content = roster_file(*rows, header=header)
    return rosters.bring_roster(plan=plan, content=content, filename="liste.csv", actor_id=of.hr.pk)


def test_nobody_is_read_before_the_criteria_are_declared(ours):
    with pytest.raises(PlanError, match="critères"):
        bring(begun_plan(ours), ours)


def test_criteria_change_freely_before_the_roster_and_with_a_reason_after(ours):
    plan = declared_plan(ours)
    plan_criteria.declare_criteria(plan=plan, criteria=["wish"], actor_id=ours.hr.pk)
    rosters.load_roster(one=bring(plan, ours), actor_id=ours.hr.pk)

    with pytest.raises(PlanError, match="pourquoi"):
        plan_criteria.declare_criteria(plan=plan, criteria=["fit"], actor_id=ours.hr.pk)
    plan_criteria.declare_criteria(
        plan=plan, criteria=["fit"], actor_id=ours.hr.pk, reason="Accord du 12 janvier avec le CSE"
    )
    plan.refresh_from_db()

    now = selectors.criteria_in_force(plan)
    assert (now.codes, now.late) == (("fit",), True)
    assert [row.codes for row in selectors.criteria_history(plan)][1:] == [
        ("wish",),
        ("seniority", "wish"),
    ]


@pytest.mark.parametrize("criteria", [[], ["seniority", "seniority"], ["beauty"]])
def test_odd_criteria_are_refused(ours, criteria):
    with pytest.raises(PlanError):
        plan_criteria.declare_criteria(
            plan=begun_plan(ours), criteria=criteria, actor_id=ours.hr.pk
        )


def test_a_roster_is_read_as_it_was_written(ours):
    plan = loaded_plan(ours)
    first, second, third = employees(plan)

    assert (first.pseudonym, first.code, first.commune) == ("M-001", "N1103", "59009")
    assert (first.has_car, first.max_minutes, first.no_sunday) == (True, 40, True)
    assert (first.pay, first.seniority, first.wishes) == (190_000, 12.0, ("D1408",))
    assert second.seniority == pytest.approx(12.0, abs=0.01)
    assert (third.code, third.ends_on) == ("M1602", date(2027, 4, 30))
    assert employee(plan, second.entry_id) == second


def test_the_need_is_born_in_the_ledger_and_renewed(ours):
    plan = loaded_plan(ours)
    need = Need.objects.get(pk=plan.need_id)
    assert (need.headcount, need.origin, need.confidential) == (3, "redeployment", True)

    more = bring(plan, ours, "M-004;N1103;59650;oui;;;;;;;")
    rosters.load_roster(one=more, actor_id=ours.hr.pk)
    plan.refresh_from_db()
    need.refresh_from_db()

    assert plan.need.headcount == 4
    assert need.closed_at is not None


def test_a_pseudonym_known_already_is_updated(ours):
    plan = loaded_plan(ours)
    again = bring(plan, ours, ROWS[0].replace(";40;", ";20;"))
    rosters.load_roster(one=again, actor_id=ours.hr.pk)

    assert [person.max_minutes for person in employees(plan)] == [20, 60, 30]


def test_bad_lines_are_named_with_their_remedy_and_the_good_ones_load(ours):
    plan = declared_plan(ours)
    one = bring(
        plan,
        ours,
        ROWS[0],
        "M-001;N1103;59650;oui;;;;;;;",
        "M-005;N1103;Nullepart-sur-Rien;peut-être;;;;;32/13/2027;;",
        ROWS[1],
    )
    preview = rosters.preview_roster(one=one)

    assert [person.pseudonym for _line, person in preview.people] == ["M-001", "M-002"]
    assert preview.bad_lines == [3, 4]
    told = {(finding.line, finding.column) for finding in preview.findings}
    assert (3, "Pseudonyme ou matricule") in told
    assert (4, "Commune ou code postal") in told
    assert (4, "Fin du contrat") in told
    csv = rosters.bad_lines_file(one=one).decode("utf-8-sig")
    assert "à corriger" in csv
    assert "M-005" in csv
    assert "M-002" not in csv
    assert rosters.load_roster(one=one, actor_id=ours.hr.pk) == 2


def test_protected_columns_are_named_and_their_cells_never_stored(ours):
    plan = declared_plan(ours)
    header = HEADER + ";Date de naissance;Sexe"
    one = bring(plan, ours, ROWS[0] + ";12/03/1971;F", header=header)
    preview = rosters.preview_roster(one=one)

    assert [(one.header, one.article) for one in preview.refused] == [
        ("Date de naissance", "L.1132-1"),
        ("Sexe", "L.1132-1"),
    ]
    assert "Sexe" not in preview.header
    assert "1971" not in str(rosters.imports.brought(one))


def test_a_title_that_only_resembles_is_confirmed_by_hand(ours):
    plan = declared_plan(ours)
    one = bring(plan, ours, "M-001;prépa cdes quai nuit;59650;oui;;;;;;;")
    preview = rosters.preview_roster(one=one)
    (title,) = preview.titles
    assert not title.sure
    assert preview.bad_lines == [2]

    rosters.map_roster(one=one, columns=one.columns, titles={fold(title.title): "N1103"})

    ((_line, person),) = rosters.preview_roster(one=one).people
    assert (person.code, person.title) == ("N1103", "prépa cdes quai nuit")


def test_a_missing_column_is_asked_for(ours):
    one = bring(declared_plan(ours), ours, "M-001;N1103", header="Matricule;Métier")
    preview = rosters.preview_roster(one=one)

    assert preview.missing == ["Commune ou code postal"]
    with pytest.raises(PlanError, match="Aucune ligne"):
        rosters.load_roster(one=one, actor_id=ours.hr.pk)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 ...", b"Matricule;Metier\r\n"])
def test_a_file_that_is_no_table_is_refused_in_words(ours, content):
    with pytest.raises(RosterError) as refusal:
        rosters.bring_roster(
            plan=declared_plan(ours), content=content, filename="x.csv", actor_id=ours.hr.pk
        )

    assert str(refusal.value).endswith((".", "!"))


def test_nothing_readable_lies_in_the_table(ours):
    plan = loaded_plan(ours)
    kept = b"".join(bytes(entry.sealed) for entry in RosterEntry.objects.all())

    assert b"M-001" not in kept
    assert b"59009" not in kept
    other = loaded_plan(firm())
    with pytest.raises(VaultClosedError):
        opened(plan_key(other), plan.entries.first())


def test_shredding_leaves_no_row_and_a_copy_of_one_opens_no_more(ours):
    plan = loaded_plan(ours)
    copy = plan.entries.first()
    bring(plan, ours)

    plans.shred_plan(plan=plan, actor_id=ours.hr.pk)
    plan.refresh_from_db()

    assert plan.state == "closed"
    assert plan.shredded_at is not None
    assert plan.title == "Plan détruit"
    assert not PlanKey.objects.filter(plan=plan).exists()
    assert not RosterEntry.objects.filter(plan=plan).exists()
    assert not RosterImport.objects.filter(plan=plan).exists()
    assert plan_key(plan) is None
    assert len(bytes(copy.sealed)) > 0
    assert employees(plan) == []
    assert Need.objects.get(pk=plan.need_id).closed_at is not None
    with pytest.raises(PlanError):
        plan_criteria.declare_criteria(plan=plan, criteria=["fit"], actor_id=ours.hr.pk)


def test_a_file_nobody_loads_is_forgotten(ours):
    import datetime

    from django.utils import timezone

    bring(declared_plan(ours), ours)
    assert rosters.forget_old_files(timezone.now()) == 0
    assert rosters.forget_old_files(timezone.now() + datetime.timedelta(days=8)) == 1


def test_the_template_reads_as_it_is(ours):
    plan = declared_plan(ours)
    one = rosters.bring_roster(
        plan=plan, content=rosters.template_file(), filename="modele.csv", actor_id=ours.hr.pk
    )
    preview = rosters.preview_roster(one=one)

    assert preview.missing == []
    assert preview.findings == []
    assert preview.ignored == ()
    assert len(preview.people) == 1


@pytest.mark.parametrize(("years", "shown"), [(1.0, "1 an<"), (2.0, "2 ans<"), (1.5, "1,5 ans<")])
def test_a_seniority_is_written_as_people_write_it(years, shown):
    person = {"seniority": years, "ends_on": None}
    rows = [{"person": person, "job": "", "place": "", "pay_euros": None}]
    plan = {"pk": 1, "max_minutes": 45}

    assert shown in render_to_string(
        "mobility/plans/_roster_table.html", {"rows": rows, "plan": plan}
    )
