"""``boutdufil tour``: from a file of cities to stops, and to every mistake by line and column."""

import contextlib
import io
import json

import pytest
from click.testing import CliRunner
from icalendar import Calendar
from pypdf import PdfReader

from boutdufil.config.cli import tour as command
from boutdufil.lib.tables import read_table

CITIES = """Commune;Demandeurs d'emploi;Postes;Centres
Metz;12 000;90;11
54000 Nancy;14000;120;16
Épinal;4000;40;5
Strasbourg;25000;80;14
Thionville;5000;;4
Bar-le-Duc;2000;20;1
"""


@pytest.fixture
def run(db, tmp_path, monkeypatch):
    """Run the command on a file and the test's own database."""
    monkeypatch.setattr(command, "database_session", contextlib.nullcontext)

    def typed(*words, cities=CITIES):
        path = tmp_path / "cities.csv"
        path.write_text(cities, encoding="utf-8")
        return CliRunner().invoke(command.tour, [str(path), *words])

    return typed


def planned(answer):
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_the_best_cities_come_in_their_best_order(run):
    data = planned(run("--days", "3", "--leg-km", "130", "--json"))

    assert data["order"] == ["Metz", "Nancy", "Strasbourg"]
    assert data["status"] == "optimal"
    assert data["reach"] == {
        "job_seekers": 56000, "posts": 290, "centres": 45, "value": 56335.0,
    }  # fmt: skip
    assert data["bound"] == data["reach"]["value"]
    assert data["stops"][0]["places"] == ["Metz", "Thionville"]
    assert [stop["leg_km"] is None for stop in data["stops"]] == [True, False, False]


def test_each_city_is_told_what_leaving_it_out_costs(run):
    data = planned(run("--days", "3", "--leg-km", "130", "--json"))

    assert [one["city"] for one in data["without"]] == data["order"]
    assert all(one["change"] < 0 for one in data["without"] if one["city"] != "Metz")
    assert planned(run("--json", "--no-without"))["without"] == []


def test_the_order_of_the_lines_changes_nothing(run):
    header, *cities = CITIES.splitlines()
    turned = "\n".join([header, *reversed(cities)])

    assert run("--json", cities=turned).stdout == run("--json").stdout


def test_what_is_asked_for_is_kept(run):
    words = ("--start", "strasbourg", "--end", "Bar-le-Duc", "--on", "Épinal=2", "--never", "Metz")
    data = planned(run("--days", "4", "--json", *words, "--must", "Thionville"))

    assert data["order"] == ["Strasbourg", "Épinal", "Thionville", "Bar-le-Duc"]


def test_weights_decide_what_counts(run):
    data = planned(run("--days", "1", "--weights", "0,1,0", "--json", "--reach-km", "5"))

    assert data["order"] == ["Nancy"]
    assert data["reach"]["value"] == 120


def test_legs_can_be_counted_in_minutes(run):
    data = planned(run("--days", "2", "--leg-minutes", "60", "--json"))

    assert data["stops"][1]["leg_minutes"] <= 60


def test_the_tables_tell_stops_proof_and_what_each_city_brings(run):
    shown = " ".join(run("--days", "3", "--leg-km", "130").stdout.split())

    for word in ("Tournée", "Nancy", "Optimum prouvé", "sans Strasbourg", "à vol d’oiseau"):
        assert word in shown


def test_a_tour_that_cannot_be_says_which_limit_would_do(run):
    answer = run("--days", "3", "--leg-km", "20")
    shown = " ".join(answer.stdout.split())

    assert answer.exit_code == 1
    assert "Aucune tournée ne tient. Avec des étapes de" in shown
    limit = json.loads(run("--days", "3", "--leg-km", "20", "--json").stdout)
    assert planned(run("--days", "3", "--leg-km", str(limit["limit_that_would_do"]), "--json"))[
        "order"
    ]


def test_islands_are_not_left_by_a_leg(run):
    answer = run("--days", "2", "--leg-km", "2000", cities="Commune\nNice\nAjaccio\n")

    assert answer.exit_code == 1
    assert "Des étapes plus longues n’y changent rien" in " ".join(answer.stdout.split())


def test_positions_of_ones_own_need_no_commune(run):
    cities = "Ville;Latitude;Longitude;Postes\nHalle A;48,69;6,18;5\nHalle B;48.58;7.75;9\n"
    data = planned(run("--days", "2", "--json", cities=cities))

    assert data["order"] == ["Halle A", "Halle B"]
    assert data["reach"]["posts"] == 14


def test_two_communes_of_one_name_are_told_apart(run):
    cities = "Commune\n93200 Saint-Denis\n97400 Saint-Denis\nParis\n"
    data = planned(run("--days", "1", "--json", cities=cities))

    assert data["stops"][0]["places"][-1] == "Saint-Denis (93200)"


def test_what_a_name_of_several_communes_was_read_as_is_told(run):
    answer = run("--days", "1", cities="Commune\nSaint-Denis\nParis\nMetz\n")

    assert "ligne 2 : « Saint-Denis » est lue comme Saint-Denis (97" in " ".join(
        answer.stderr.split()
    )
    assert "Metz" not in answer.stderr
    assert "Paris" not in answer.stderr


def test_the_stops_are_written_as_a_table(run, tmp_path):
    run("--days", "2", "--out", str(tmp_path / "tour.csv"))

    table = read_table((tmp_path / "tour.csv").read_bytes())
    assert table.header[:2] == ("Jour", "Ville")
    assert [row.cells[0] for row in table.rows] == ["1", "2"]


def test_the_road_book_has_one_entry_a_day(run, tmp_path):
    ics, pdf = tmp_path / "tour.ics", tmp_path / "tour.pdf"
    words = ("--ics", str(ics), "--pdf", str(pdf), "--first-day", "2027-10-18", "--json")
    order = planned(run("--days", "3", *words))["order"]

    events = Calendar.from_ical(ics.read_bytes()).walk("VEVENT")
    assert [str(event["LOCATION"]) for event in events] == order
    assert [f"{event.decoded('DTSTART'):%d/%m}" for event in events] == ["18/10", "19/10", "20/10"]
    text = " ".join(PdfReader(io.BytesIO(pdf.read_bytes())).pages[0].extract_text().split())
    assert "lundi 18 octobre 2027" in text
    assert all(city in text for city in order)


@pytest.mark.parametrize(
    ("cities", "said"),
    [
        (CITIES.replace("Commune", "Étage"), "il manque la colonne « Commune »"),
        (CITIES.splitlines()[0], "n’a que des en-têtes"),
        (CITIES.replace("Épinal", "Nullepartville"), "ligne 4, Commune : aucune commune"),
        (CITIES.replace("Épinal", "Metz"), "ligne 4, Commune : « Metz » est déjà à la ligne 2"),
        (CITIES.replace("Épinal", ""), "ligne 4, Commune : la case est vide"),
        (CITIES.replace(";120;", ";douze;"), "ligne 3, Postes : « douze » n’est pas un nombre"),
        ("Commune;Latitude;Longitude\nA;nord;6\n", "ligne 2, Latitude : « nord »"),
        ("Commune;Latitude;Longitude\nA;48;\n", "il faut latitude et longitude"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_by_line_and_column(run, cities, said):
    answer = run(cities=cities)

    assert answer.exit_code == 2
    assert said in " ".join(answer.stderr.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--leg-km", "100", "--leg-minutes", "60"), "pas les deux"),
        (("--leg-km", "0"), "plus grande que zéro"),
        (("--days", "9"), "moins de villes que de jours"),
        (("--weights", "1,2"), "trois poids"),
        (("--weights", "1,x,2"), "trois poids"),
        (("--weights", "1,-2,3"), "un poids va de 0 à 1000"),
        (("--must", "Lyon"), "« Lyon » n’est pas une ville du fichier"),
        (("--must", "Metz", "--never", "Metz"), "imposée et refusée"),
        (("--on", "Metz"), "écrivez VILLE=JOUR"),
        (("--on", "Metz=8"), "un jour imposé n’est pas dans la tournée"),
        (("--start", "Metz", "--end", "Metz"), "« Metz » a deux jours"),
        (("--start", "Metz", "--on", "Nancy=1"), "deux villes ont le même jour"),
        (("--ics", "x.ics"), "ajoutez --first-day"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_remedy(run, words, said):
    answer = run(*words)

    assert answer.exit_code == 2
    assert said in " ".join(answer.stderr.split())


def test_the_help_teaches(run):
    shown = run("--help").stdout

    for word in ("Commune", "--leg-km", "status 2", "boutdufil tour cities.csv"):
        assert word in shown
