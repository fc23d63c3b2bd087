"""``boutdufil judge``: from a file of scores to ranks and severities, or to why not."""

import json

import pytest
from click.testing import CliRunner

from boutdufil.config.cli import cli
from boutdufil.lib.tables import read_table

WORTH = {"A": 1, "B": 2, "C": 3, "D": 4, "E": 2, "F": 3}
HEADER = "Juré;Dossier;Région;Critère;Note"


def scores(*jurors, files="ABCD", region="Nord", strict=""):
    """Lines of a full table; the strict juror takes one level off."""
    return [
        f"{juror};{file};{region};{criterion};{WORTH[file] - (juror == strict)}"
        for juror in jurors
        for file in files
        for criterion in ("Oral", "Écrit")
    ]


@pytest.fixture
def run(tmp_path):
    """Run the command on a file of these lines."""

    def typed(lines, *words, header=HEADER, name="scores.csv"):
        path = tmp_path / name
        path.write_text("\n".join([header, *lines]), encoding="utf-8")
        return CliRunner().invoke(cli, ["judge", str(path), *words])

    return typed


def test_a_strict_juror_is_told_and_the_file_they_alone_read_low_comes_back(run):
    lines = scores("a", "b", "c", files="ABD", strict="c")
    lines += scores("b", "c", files="C", strict="c")
    answer = json.loads(run(lines, "--json", "--highest", "5").stdout)

    assert answer["jurors"][0]["juror"] == "c"
    assert answer["jurors"][0]["low"] > 0
    assert [one["file"] for one in answer["files"]] == ["D", "C", "B", "A"]
    assert answer["files"][1]["raw"] == "1/2"
    assert answer["files"][1]["calibrated"] > 0.5
    assert answer["may_select"] is True


def test_the_tables_tell_ranks_severities_and_what_may_select(run):
    shown = " ".join(run(scores("a", "b", strict="b")).stdout.split())

    for word in (
        "Rangs",
        "Sévérité des jurés",
        "alpha de Krippendorff",
        "A (25,0 points)",
        "Nord",
        "Un seul jury",
        "pourcentage du barème",
    ):
        assert word in shown


def test_regions_that_share_too_few_files_are_told_that_the_raw_rank_stays(run):
    lines = scores("a", "b") + scores("x", files="DEF", region="Sud")
    shown = " ".join(run(lines).stdout.split())

    assert "Dossiers lus par deux régions : 1 sur 6 (16,7 %)" in shown
    assert "le rang calibré ne peut pas départager" in shown


def test_groups_that_no_file_links_are_refused_with_their_names(run):
    lines = scores("a", "b", files="AB") + scores("c", "d", files="CD", region="Sud")
    refused = run(lines)
    data = json.loads(run(lines, "--json").stdout)

    assert refused.exit_code == 1
    assert "groupe 1 : a, b (2 dossiers)" in refused.stdout
    assert "groupe 2 : c, d (2 dossiers)" in refused.stdout
    assert [part["jurors"] for part in data["components"]] == [["a", "b"], ["c", "d"]]
    assert [(one["file"], one["raw_rank"]) for one in data["files"]][:2] == [("D", 1), ("C", 2)]
    assert "Rangs bruts" in refused.stdout


def test_weights_count_and_the_ranks_can_be_kept(run, tmp_path):
    lines = ["a;A;N;Oral;4", "a;A;N;Écrit;0", "a;B;N;Oral;0", "a;B;N;Écrit;3"]
    lines += [line.replace("a;", "b;", 1) for line in lines]
    kept = tmp_path / "ranks.csv"
    run(lines, "--weight", "Écrit=3", "--out", str(kept))
    table = read_table(kept.read_bytes(), filename=kept.name)

    assert [row.cells[0] for row in table.rows] == ["B", "A"]
    assert table.header[:4] == ("Dossier", "Lectures", "Note brute", "Rang brut")


@pytest.mark.parametrize(
    ("lines", "words", "said"),
    [
        (["a;A;N;Oral;trois"], (), "ligne 2 : juré, dossier et note entière"),
        (["a;A;N;Oral;3", "a;A;N;Oral;2"], (), "ligne 3 : cette note est déjà donnée"),
        (["a;A;N;Oral;3", "a;B;S;Oral;2"], (), "ligne 3 : « a » a deux régions"),
        (scores("a"), ("--weight", "Chant=2"), "« Chant » n’est pas un critère du fichier"),
        (scores("a"), ("--weight", "Oral"), "écrivez CRITÈRE=POIDS"),
        (scores("a"), ("--highest", "2"), "une note dépasse --highest"),
        (
            ["a;A;N;x;1", "a;B;N;x;2", "b;A;N;y;1", "b;B;N;y;2"],
            (),
            "jamais noté les mêmes critères",
        ),
        ([], (), "header_only"),
    ],
    ids=["number", "twice", "regions", "stranger", "weight", "highest", "confounded", "empty"],
)
def test_a_file_that_cannot_be_used_is_refused_line_by_line(run, lines, words, said):
    refused = run(lines, *words)

    assert refused.exit_code == 2
    assert said in refused.stderr


def test_a_missing_column_is_named(run):
    refused = run(["a;A;3"], header="Juré;Dossier;Points")

    assert refused.exit_code == 2
    assert "il manque la colonne « score »" in refused.stderr
