"""``boutdufil redeploy``: from two files to a plan, and to every mistake by line and column."""

import contextlib
import json

import pytest
from click.testing import CliRunner

from boutdufil.config.cli import redeploy as command
from boutdufil.lib.tables import read_table

STAFF = """Pseudonyme;Métier;Commune;Voiture;Trajet maximum;Heures;Salaire;Ancienneté;Fin du contrat
P-001;N1103;59650;oui;40;35;1900;12;31/03/2027
P-002;D1408;Lille;non;45;35;1850;4;31/03/2027
P-003;N1103;Roubaix;oui;30;35;1900;8;31/01/2027
P-004;M1602;Tourcoing;oui;;28;1500;20;31/03/2027
P-005;N1101;Lens;oui;60;35;2000;3;31/03/2027
"""
VACANCIES = (
    "Référence;Intitulé;Code ROME;Postes;Contrat;Heures par semaine;Salaire minimum;"
    "Période du salaire;Commune;Début\n"
    "TC-01;Téléconseiller;D1408;2;CDI;35;1950;par mois;59000 Lille;01/04/2027\n"
    "LOG-2;Cariste;N1101;1;CDI;35;2050;par mois;Lesquin;15/04/2027\n"
    "SEC-1;Secrétaire;M1607;1;CDD;28;1600;par mois;Roubaix;01/05/2027\n"
)


@pytest.fixture
def run(db, tmp_path, monkeypatch):
    """Run the command on two files and the test's own database."""
    monkeypatch.setattr(command, "database_session", contextlib.nullcontext)

    def typed(*words, staff=STAFF, vacancies=VACANCIES):
        names = tmp_path / "staff.csv", tmp_path / "vacancies.csv"
        for path, text in zip(names, (staff, vacancies), strict=True):
            path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(command.redeploy, [*map(str, names), *words])

    return typed


def plan(answer):
    data = json.loads(answer.stdout)
    return data, {row["person"]: row["vacancy"] for row in data["proposals"]}


def test_most_people_have_a_post_inside_their_limits(run):
    data, posts = plan(run("--json"))

    assert sorted(posts) == ["P-001", "P-002", "P-003", "P-004", "P-005"]
    assert [posts["P-002"], posts["P-005"]] == ["TC-01", "LOG-2"]
    assert data["goals"][0] == {"goal": "placed", "value": 4, "bound": 4, "proof": "optimal"}
    assert len(data["waiting"]) == 1
    assert data["proof_checked"] is True


def test_the_order_of_the_lines_changes_nothing(run):
    header, *people = STAFF.splitlines()
    turned = "\n".join([header, *reversed(people)])

    assert run("--json", staff=turned).stdout == run("--json").stdout


def test_what_is_accepted_stands_and_what_is_refused_never_comes_back(run):
    _, posts = plan(run("--json", "--settled", "P-003=TC-01", "--refused", "P-005=LOG-2"))

    assert posts["P-003"] == "TC-01"
    assert posts["P-005"] != "LOG-2"


def test_criteria_decide_between_equals(run):
    data, posts = plan(run("--json", "--criterion", "seniority"))

    assert data["goals"][-1]["goal"] == "priority"
    assert data["goals"][-1]["value"] > 0
    assert posts["P-002"] == "TC-01"


def test_the_tables_tell_plan_goals_and_proof(run):
    shown = run().stdout

    for word in ("Plan de redéploiement", "P-001", "optimum prouvé", "Preuve relue : elle tient."):
        assert word in shown


def test_one_person_is_told_why(run):
    shown = " ".join(run("--explain", "P-003", "--settled", "P-001=TC-01").stdout.split())

    assert "P-003 · N1103" in shown
    assert "hors de vos limites (trajet)" in shown


def test_an_explanation_names_who_would_have_to_move(run):
    data = json.loads(run("--json", "--explain", "P-003").stdout)

    weighed = [one for one in data["explanation"]["alternatives"] if one["change"]]
    assert weighed
    assert all(one["moves"][0]["candidate"] == "P-003" for one in weighed)


def test_the_plan_is_written_as_a_table(run, tmp_path):
    run("--out", str(tmp_path / "plan.csv"))

    table = read_table((tmp_path / "plan.csv").read_bytes())
    assert table.header[:3] == ("Pseudonyme", "Métier", "Référence")
    assert {row.cells[0]: row.cells[2] for row in table.rows}["P-005"] == "LOG-2"


@pytest.mark.parametrize("column", ["Sexe", "Date de naissance", "RQTH", "Situation familiale"])
def test_a_protected_column_ends_the_reading_with_its_article(run, column):
    answer = run(staff=STAFF.replace("Ancienneté", column))

    assert answer.exit_code == 2
    assert f"staff.csv, colonne « {column} » : refusée" in answer.stderr
    assert "L.1132-1" in answer.stderr
    assert "P-001" not in answer.stderr


def test_every_mistake_is_named_by_file_line_and_column(run):
    wrong = STAFF.replace("59650", "Nullepart").replace(";28;", ";abc;").replace("N1101", "licorne")
    answer = run(staff=wrong)

    assert answer.exit_code == 2
    for place in ("ligne 2, Commune", "ligne 5, Heures par semaine", "ligne 6, Métier"):
        assert f"staff.csv, {place}" in answer.stderr
    answer = run(vacancies=VACANCIES.replace("15/04/2027", "bientôt"))
    assert "vacancies.csv, ligne 3, Début" in answer.stderr


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"staff": STAFF.replace("Métier", "Étage")}, "il manque la colonne"),
        ({"vacancies": VACANCIES.replace("Contrat", "Étage")}, "il manque la colonne « Contrat »"),
        ({"staff": STAFF.splitlines()[0]}, "n’a que des en-têtes"),
        ({"staff": " "}, "vide"),
    ],
)
def test_a_file_that_is_no_list_says_what_to_do(run, files, said):
    answer = run(**files)

    assert answer.exit_code == 2
    assert said in answer.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--settled", "P-001"),
        ("--settled", "P-009=TC-01"),
        ("--refused", "P-001=TC-09"),
        ("--settled", "P-001=TC-01", "--settled", "P-001=LOG-2"),
        ("--settled", "P-001=LOG-2", "--settled", "P-002=LOG-2"),
        ("--settled", "P-001=LOG-2", "--refused", "P-001=LOG-2"),
        ("--explain", "P-009"),
    ],
)
def test_answers_that_cannot_be_are_refused(run, words):
    answer = run(*words)

    assert answer.exit_code == 2
    assert "boutdufil redeploy: " in answer.stderr
