"""Vacancies from a file: every wrong line named, nothing lost, a second import changes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from boutdufil.kernel.posts import services
from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.kernel.posts.errors import WrongImportError
from boutdufil.kernel.posts.importing import CellError, cells, proposed_mapping
from boutdufil.kernel.posts.importing.lookups import Lookups
from boutdufil.kernel.posts.models import Vacancy, VacancyImport
from boutdufil.kernel.posts.selectors.exports import HEADER, template_file, vacancies_file
from boutdufil.kernel.posts.selectors.imports import import_page, wrong_lines_csv
from boutdufil.kernel.posts.services.imports import erase_old_imports
from boutdufil.lib.tables import TableError, read_table, write_csv, write_xlsx
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

TEXT = "Vous répondez aux questions de la clientèle par téléphone et par écrit, en équipe."
COLUMNS = (
    "Réf.", "Intitulé du poste", "ROME", "Nb postes", "Type de contrat", "Salaire mini",
    "Salaire maxi", "Ville", "Missions", "Télétravail",
)  # fmt: skip


def line(number, **facts):
    """Return a good line of the table, some of its cells replaced."""
    cells_ = {
        "Réf.": f"TC-{number}", "Intitulé du poste": "Téléconseiller / Téléconseillère",
        "ROME": "D1408", "Nb postes": "2", "Type de contrat": "CDI", "Salaire mini": "1 950 €",
        "Salaire maxi": "2100", "Ville": "59000 Lille", "Missions": TEXT, "Télétravail": "2",
    } | facts  # fmt: skip
    return [cells_[name] for name in COLUMNS]


@pytest.fixture
def employer():
    return OrganisationFactory()


@pytest.fixture
def bring(employer):
    def start(rows, header=COLUMNS, name="offres.csv"):
        write = write_xlsx if name.endswith("xlsx") else write_csv
        return services.start_import(
            organisation_id=employer.pk,
            content=write(header, rows),
            filename=name,
            actor_id=PersonFactory().pk,
        )

    return start


def run(brought, **choice):
    return services.run_import(
        import_id=brought.pk, choice=services.ImportChoice(**choice), actor_id=None
    ).result


@pytest.mark.parametrize("name", ["offres.csv", "offres.xlsx"])
def test_a_file_is_read_mapped_and_imported(bring, employer, name):
    brought = bring([line(n) for n in range(3)], name=name)

    page = import_page(brought.pk)
    assert (len(page.good), page.wrong, page.unmapped) == (3, (), ())
    assert run(brought) == {"good": 3, "created": 3}
    one = Vacancy.objects.filter(organisation=employer).earliest("pk")
    assert (one.reference, one.code, one.commune, one.home_days) == ("TC-0", "D1408", "59350", 2)
    assert (one.pay_min, one.pay_max, one.pay_period) == (195_000, 210_000, "month")
    assert one.posts.count() == 2
    assert one.status == VacancyStatus.DRAFT


def test_wrong_lines_are_named_with_their_column_and_a_remedy(bring):
    rows = [
        line(1),
        line(2, **{"Salaire mini": "à négocier", "ROME": "D14O8"}),
        line(3, Ville="Saint-Denis"),
        line(1),
        line(5, **{"Intitulé du poste": "", "Nb postes": "deux"}),
    ]
    page = import_page(bring(rows).pk)

    assert [one.line for one in page.good] == [2]
    said = {
        one.line: {(p.column, p.what.split("»")[0][:24]) for p in one.problems}
        for one in page.wrong
    }
    assert {column for column, _ in said[3]} == {"Salaire mini", "ROME"}
    assert {column for column, _ in said[4]} == {"Ville"}
    assert {column for column, _ in said[5]} == {"Réf."}
    assert {column for column, _ in said[6]} == {"Intitulé du poste", "Nb postes"}
    assert all(problem.remedy for one in page.wrong for problem in one.problems)
    assert "Saint-Denis (93" in page.wrong[1].problems[0].remedy


def test_wrong_lines_can_be_taken_away_corrected_and_brought_again(bring, employer):
    brought = bring([line(1), line(2, **{"Salaire mini": "beaucoup"})])
    assert run(brought) == {"good": 1, "created": 1, "wrong": 1}

    table = read_table(wrong_lines_csv(brought.pk))
    assert table.header == (*COLUMNS, "à corriger")
    assert "Salaire mini" in table.rows[0].cells[-1]
    mended = [cell.replace("beaucoup", "2000") for cell in table.rows[0].cells]
    again = bring([mended], header=table.header)
    assert run(again) == {"good": 1, "created": 1}
    assert Vacancy.objects.filter(organisation=employer).count() == 2


def test_a_second_import_changes_by_reference_and_makes_nothing_twice(bring, employer):
    run(bring([line(1), line(2)]), publish=True)
    first = Vacancy.objects.get(organisation=employer, reference="TC-1")
    assert first.status == VacancyStatus.PUBLISHED

    result = run(bring([line(1, **{"Salaire maxi": "2300", "Nb postes": "9"}), line(2)]))

    assert result == {"good": 2, "updated": 2}
    first.refresh_from_db()
    assert (first.pay_max, first.posts.count()) == (230_000, 2)
    assert Vacancy.objects.filter(organisation=employer).count() == 2


def test_the_same_press_twice_imports_once(bring, employer):
    brought = bring([line(1)])

    assert run(brought) == run(brought)
    assert Vacancy.objects.filter(organisation=employer).count() == 1
    with pytest.raises(WrongImportError):
        services.map_columns(import_id=brought.pk, mapping={})


def test_what_the_law_stops_stays_a_draft_and_what_it_doubts_wants_a_word(bring, employer):
    rows = [
        line(1),
        line(2, Missions="Vous êtes jeune et célibataire. " + TEXT),
        line(3, Missions="Bonne présentation. " + TEXT),
    ]
    page = import_page(bring(rows).pk)
    assert (page.publishable, page.blocked, page.warned) == (2, 1, 1)

    assert run(bring(rows), publish=True) == {
        "good": 3, "created": 3, "published": 1, "kept_as_draft": 2,
    }  # fmt: skip
    assert Vacancy.objects.filter(status=VacancyStatus.PUBLISHED).count() == 1


def test_an_import_cannot_make_a_published_vacancy_unlawful(bring, employer):
    run(bring([line(1)]), publish=True)

    assert run(bring([line(1, Missions="Femmes uniquement. " + TEXT)])) == {
        "good": 1,
        "unlawful": 1,
    }
    assert "Femmes" not in Vacancy.objects.get(reference="TC-1").description


def test_another_employer_may_use_the_same_references(bring):
    run(bring([line(1)]))
    other = services.start_import(
        organisation_id=OrganisationFactory().pk,
        content=write_csv(COLUMNS, [line(1)]),
        filename="x.csv",
        actor_id=None,
    )

    assert run(other) == {"good": 1, "created": 1}


def test_an_ended_vacancy_is_left_alone(bring, employer):
    run(bring([line(1)]))
    vacancy = Vacancy.objects.get(organisation=employer)
    services.withdraw_vacancy(vacancy_id=vacancy.pk, reason="budget", actor_id=None)

    assert run(bring([line(1)])) == {"good": 1, "ended": 1}


def test_columns_can_be_pointed_at_by_hand(bring):
    brought = bring([line(1)], header=[f"colonne {n}" for n in range(len(COLUMNS))])
    assert {c.field for c in import_page(brought.pk).unmapped} == {"title", "contract", "commune"}

    fields = ["reference", "title", "code", "posts", "contract", "pay_min", "pay_max", "commune"]
    services.map_columns(
        import_id=brought.pk,
        mapping={field: place for place, field in enumerate(fields)} | {"nonsense": 2, "insee": 99},
    )

    page = import_page(brought.pk)
    assert page.mapping == {field: place for place, field in enumerate(fields)}
    assert len(page.good) == 1


def test_the_job_is_found_by_its_exact_title_when_no_code_is_given(bring):
    found = bring([line(1, ROME=""), line(2, ROME="", **{"Intitulé du poste": "Magicien du son"})])
    page = import_page(found.pk)

    assert page.good[0].draft.code == "D1408"
    assert "code ROME" in page.wrong[0].problems[0].remedy


def test_a_line_with_more_cells_than_headings_is_named(employer):
    content = b"Titre;Contrat;Ville\nTeleconseiller H/F;CDI;59000 Lille;encore\n"
    brought = services.start_import(
        organisation_id=employer.pk, content=content, filename="x.csv", actor_id=None
    )

    assert "guillemets" in import_page(brought.pk).wrong[0].problems[-1].remedy


def test_a_file_that_is_no_table_leaves_nothing_behind(employer):
    with pytest.raises(TableError):
        services.start_import(
            organisation_id=employer.pk, content=b"%PDF-1.7", filename="x.csv", actor_id=None
        )
    assert not VacancyImport.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_can_be_imported_and_changes_nothing(bring, employer, kind):
    run(bring([line(n, **{"Intitulé du poste": "Vendeuse ou vendeur à distance"}) for n in (1, 2)]))
    content = vacancies_file([employer.pk], kind=kind)

    brought = services.start_import(
        organisation_id=employer.pk, content=content, filename=f"x.{kind}", actor_id=None
    )

    assert import_page(brought.pk).wrong == ()
    assert run(brought) == {"good": 2, "updated": 2}
    assert not Vacancy.objects.filter(history__verb="changed").exists()


@pytest.mark.parametrize("count", [1, 30])
def test_an_export_costs_the_same_for_one_and_for_thirty(
    bring, employer, django_assert_num_queries, count
):
    run(bring([line(n) for n in range(count)]))
    with django_assert_num_queries(3):
        vacancies_file([employer.pk], kind="csv")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_imports_as_it_stands(employer, kind):
    brought = services.start_import(
        organisation_id=employer.pk,
        content=template_file(kind=kind),
        filename=f"modele.{kind}",
        actor_id=None,
    )

    page = import_page(brought.pk)
    assert tuple(brought.header) == HEADER
    assert (len(page.good), page.wrong) == (1, ())
    assert page.good[0].blocked is False


def test_files_are_forgotten_after_seven_days(bring):
    old, new = bring([line(1)]), bring([line(2)])
    VacancyImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))

    assert erase_old_imports(timezone.now()) == 1
    services.drop_import(import_id=new.pk)
    assert import_page(new.pk) is None
    assert wrong_lines_csv(new.pk) is None


@pytest.mark.parametrize(
    ("reader", "cell", "value"),
    [
        (cells.amount, "1 950,5 €", 195_050),
        (cells.amount, "12.02", 1_202),
        (cells.amount, "", None),
        (cells.hours, "37,5", Decimal("37.5")),
        (cells.hours, "24 h", Decimal(24)),
        (cells.day, "2026-12-01", date(2026, 12, 1)),
        (cells.day, "1/12/2026", date(2026, 12, 1)),
        (cells.yes, "Oui", True),
        (cells.yes, "", False),
        (cells.contract, "contrat à durée déterminée", "fixed_term"),
        (cells.contract, "Intérim", "temporary"),
        (cells.period, "par an", "year"),
        (cells.period, "Mensuel", "month"),
        (cells.signs, "requise", "required"),
    ],
)
def test_cells_are_read_as_people_write_them(reader, cell, value):
    assert reader(cell) == value


@pytest.mark.parametrize(
    ("reader", "cell"),
    [
        (cells.amount, "1900-2100"),
        (cells.hours, "70"),
        (cells.day, "31/02/2026"),
        (cells.day, "demain"),
        (cells.yes, "peut-être"),
        (cells.contract, "bénévolat"),
        (cells.languages, "klingon B2"),
        (lambda cell: cells.whole(cell, low=1, high=9), "2,5"),
        (Lookups().place, "Atlantide"),
        (Lookups().insee, "99999"),
    ],
)
def test_a_cell_that_says_nothing_usable_tells_what_to_write(reader, cell):
    with pytest.raises(CellError) as refusal:
        reader(cell)

    assert refusal.value.what
    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("low", "high", "period", "wrong"),
    [("2100", "1900", "", True), ("12", "13", "par mois", True), ("1900", "", "par heure", True),
     ("24000", "26000", "par an", False), ("13", "14", "", False)],
)  # fmt: skip
def test_a_pay_that_cannot_be_is_a_slip(bring, low, high, period, wrong):
    header = (*COLUMNS, "Période")
    row = [*line(1, **{"Salaire mini": low, "Salaire maxi": high}), period]

    assert bool(import_page(bring([row], header=header).pk).wrong) is wrong


def test_languages_and_headings_are_recognised():
    assert [(one.code, one.level) for one in cells.languages("Anglais B2, allemand")] == [
        ("en", "B2"), ("de", ""),
    ]  # fmt: skip
    assert proposed_mapping(["Salaire (brut)", "N°", "Titre"]) == {
        "reference": 1, "title": 2, "pay_min": 0,
    }  # fmt: skip
