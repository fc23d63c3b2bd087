"""``boutdufil calibrate``: from two files to weights, and to every mistake by line and column."""

import json

import pytest
from click.testing import CliRunner

from boutdufil.config.cli import calibrate as command
from boutdufil.config.cli import calibrate_files
from boutdufil.lib.tables import read_table

SAMPLE = """Identifiant;Poids;Région;Personnes
A;10;44;12
B;10;44;8
C;20;32;30
D;20;32;1 000,5
"""
MARGINS = """Marge;Modalité;Total
Région;44;30
Région;32;50
"""


@pytest.fixture
def run(tmp_path):
    def typed(*words, sample=SAMPLE, margins=MARGINS):
        paths = []
        for name, text in (("sample.csv", sample), ("margins.csv", margins)):
            path = tmp_path / name
            path.write_text(text, encoding="utf-8")
            paths.append(str(path))
        return CliRunner().invoke(command.calibrate_command, [*paths, *words])

    return typed


def test_the_sample_comes_back_with_its_weights(run, tmp_path):
    out = tmp_path / "weights.csv"

    answer = run("--out", str(out), "--json")

    assert answer.exit_code == 0, answer.output
    figures = json.loads(answer.stdout)
    assert (figures["units"], figures["negative"]) == (4, 0)
    table = read_table(out.read_bytes(), filename="weights.csv")
    assert table.header[-2:] == ("poids calé", "facteur")
    assert [float(row.cells[-2]) for row in table.rows] == pytest.approx([15, 15, 25, 25])
    assert [row.cells[0] for row in table.rows] == ["A", "B", "C", "D"]


def test_in_words_too(run):
    answer = run("--method", "raking")

    assert "marges atteintes" in answer.output


def test_numbers_are_met_beside_categories(run):
    answer = run(margins=MARGINS + "Personnes;;26000\n")

    assert answer.exit_code == 0, answer.output


def test_who_did_not_answer_is_stood_for(run):
    sample = """Poids;Répondu;Strate;Région
10;oui;a;44
10;non;a;44
20;oui;b;32
20;oui;b;32
"""

    answer = run(
        "--json", sample=sample, margins="Marge;Modalité;Total\nRégion;44;30\nRégion;32;50\n"
    )

    figures = json.loads(answer.stdout)
    assert figures["answered"] == 3
    assert figures["merged"]


@pytest.mark.parametrize(
    ("sample", "margins", "words", "status"),
    [
        (SAMPLE, "Marge;Modalité;Total\nRégion;44;30\n", "Région = 32, ligne 4, 5", 1),
        (SAMPLE.replace("A;10;44", "A;10;"), MARGINS, "Région = vide, ligne 2", 1),
        (SAMPLE.replace(";12", ";-12"), MARGINS + "Personnes;;9\n", "« Personnes » : négatif", 2),
        (SAMPLE, MARGINS + "Région;11;5\n", "Région = 11", 1),
        (SAMPLE, MARGINS + "Type;a;99\n", "la colonne « Type »", 2),
        (SAMPLE, MARGINS + "Région;44;31\n", "ligne 4 : « 44 » y est deux fois", 2),
        (SAMPLE, "Marge;Modalité;Total\nRégion;44;beaucoup\n", "ligne 2", 2),
        (SAMPLE.replace("A;10", "A;-10"), MARGINS, "ligne 2, colonne « poids »", 2),
        (SAMPLE.replace("Poids", "Masse"), MARGINS, "la colonne « poids »", 2),
        ("Poids;Répondu;Région\n10;oui;44\n", MARGINS, "la colonne « strate »", 2),
        ("Poids;Répondu;Strate;Région\n10;oui;;44\n10;oui;a;32\n", MARGINS, "ligne 2, col", 2),
        ("Poids;Répondu;Strate;Région\n10;bof;a;44\n10;oui;a;32\n", MARGINS, "oui ou non", 2),
        ("", MARGINS, "ce n’est pas un tableau", 2),
    ],
)
def test_what_is_wrong_is_named(run, sample, margins, words, status):
    answer = run(sample=sample, margins=margins)

    assert answer.exit_code == status
    assert any(word in answer.output for word in words.split("|")), answer.output


def test_margins_of_two_populations_are_named(run):
    margins = MARGINS + "Identifiant;A;1\nIdentifiant;B;1\nIdentifiant;C;1\nIdentifiant;D;1\n"

    answer = run(margins=margins)

    assert answer.exit_code == 1
    assert "Région, Identifiant" in answer.output
    assert "Région 80" in answer.output


def test_bounds_too_tight_say_how_near_one_comes(run):
    answer = run("--method", "logit", "--low", "0.9", "--high", "1.1")

    assert answer.exit_code == 1
    assert "aucun poids, dans ces bornes" in answer.output
    assert "au plus près" in answer.output


def test_bounds_on_one_side_of_one_are_refused(run):
    assert "encadrer 1" in run("--method", "logit", "--low", "1.2", "--high", "2").output


def test_trimmed_weights_stay_within_their_limits(run, tmp_path):
    out = tmp_path / "weights.csv"
    more = "".join(f"X{at};{5 + at};44;{at}\n" for at in range(30))

    answer = run(
        "--lowest", "6", "--highest", "40", "--out", str(out),
        sample=SAMPLE + more,
        margins="Marge;Modalité;Total\nRégion;44;620\nRégion;32;50\n",
    )  # fmt: skip

    assert answer.exit_code == 0, answer.output
    weights = [float(row.cells[-2]) for row in read_table(out.read_bytes()).rows]
    assert min(weights) >= 6 - 1e-9
    assert max(weights) <= 40 + 1e-9


def test_a_file_too_large_is_refused_before_it_is_read(run, monkeypatch):
    monkeypatch.setattr(calibrate_files, "MOST_BYTES", 10)

    answer = run()

    assert answer.exit_code == 2
    assert "au plus" in answer.output


def test_numbers_below_zero_are_taken_where_they_are_said_to_be(run):
    sample = SAMPLE.replace(";12", ";-12")

    answer = run("--signed", sample=sample, margins=MARGINS + "Personnes;;26000\n")

    assert answer.exit_code == 0, answer.output


def test_the_line_of_who_did_not_answer_is_not_read(run):
    sample = """Poids;Répondu;Strate;Région;Personnes
10;oui;a;44;5
10;non;a;44;
20;oui;b;32;7
20;oui;b;32;8
"""

    answer = run(sample=sample, margins=MARGINS + "Personnes;;550\n")

    assert answer.exit_code == 0, answer.output


def test_bounds_for_a_method_without_are_refused(run):
    answer = run("--low", "0.9", "--high", "1.1")

    assert answer.exit_code == 1
    assert "n’a pas de bornes" in answer.output


def test_a_bound_of_nothing_is_not_none(run):
    assert "encadrer 1" in run("--method", "logit", "--low", "0.5", "--high", "0").output


def test_a_folder_that_is_not_there_is_said_before_anything(run, tmp_path):
    answer = run("--out", str(tmp_path / "nowhere" / "weights.csv"))

    assert answer.exit_code == 2
    assert "ce dossier n’existe pas" in answer.output
