"""The reader of the official files: what it accepts, and where it says a file is wrong."""

import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boutdufil.adapters.rome import FolderSource, RomeFileError
from tests.adapters.rome.release import (
    csv_bytes,
    file_name,
    made_files,
    made_tables,
    write_release,
)

CHECKED = sorted(name for name in made_tables() if name != "arborescence_secteur_naf")
quick = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(folder):
    return FolderSource(folder).read(lambda *_report: None)


def read_files(folder, files):
    for path in folder.iterdir():
        path.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return read(folder)


def attempt(folder, files):
    try:
        return read_files(folder, files)
    except RomeFileError as error:
        return error


@pytest.fixture
def folder(tmp_path):
    return write_release(tmp_path / "rome")


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return read(write_release(tmp_path_factory.mktemp("expected")))


def test_the_release_is_read_whole(expected):
    assert (expected.version, expected.published_on) == ("99", date(2026, 2, 1))
    assert [card.code for card in expected.cards] == ["D1408", "M1602", "N1103", "Z9901"]
    assert expected.cards[0].regulated is False
    assert expected.cards[0].executive is None
    assert len(expected.titles) == 5
    assert len(expected.uses) == 11
    assert len(expected.conditions) == 2


def test_sql_apostrophes_and_lines_in_a_cell_are_kept_as_meant(expected):
    assert expected.cards[0].definition == (
        'Fait le métier d\'essai D1408.\nDit "bonjour",\nsouvent.'
    )
    labels = {skill.code: skill.label for skill in expected.skills}
    assert labels["100005"] == "Saisir, classer\n(sur deux lignes)"


def test_core_and_emerging_are_told_apart(expected):
    marks = {use.skill: (use.core, use.emerging) for use in expected.uses if use.card == "D1408"}
    assert marks["100001"] == (True, False)
    assert marks["100002"] == (False, True)
    assert marks["100003"] == (False, False)


@pytest.mark.parametrize("disguise", ["bom", "crlf", "latin-1 sector file", "no last newline"])
def test_harmless_differences_change_nothing(folder, expected, disguise):
    path = folder / file_name("item")
    data = path.read_bytes()
    if disguise == "bom":
        path.write_bytes(b"\xef\xbb\xbf" + data)
    elif disguise == "crlf":
        end = b'"\r\n"'
        path.write_bytes(data.replace(b'"\n"', end))
    elif disguise == "no last newline":
        path.write_bytes(data.removesuffix(b"\n"))
    assert read(folder) == expected


@given(seed=st.integers(0, 2**32))
@quick
def test_the_order_of_rows_and_columns_does_not_matter(tmp_path_factory, expected, seed):
    chance = random.Random(seed)
    files = made_files()
    for name, rows in made_tables().items():
        if name == "arborescence_secteur_naf":
            continue
        columns = list(rows[0])
        chance.shuffle(columns)
        chance.shuffle(rows)
        files[file_name(name)] = csv_bytes(rows, columns)
    assert read_files(tmp_path_factory.mktemp("shuffled"), files) == expected


@given(name=st.sampled_from(CHECKED), share=st.floats(0, 1, exclude_max=True))
@quick
def test_a_file_cut_anywhere_is_noticed(tmp_path_factory, expected, name, share):
    files = made_files()
    whole = files[file_name(name)]
    cut = whole[: int(len(whole) * share)]
    files[file_name(name)] = cut
    # Whole rows lost at the end of these three leave no trace in any other file.
    untraced = ("texte", "centre_interet", "arborescence_centre_interet", "liens_rome_referentiels")
    whole_rows = cut.rstrip(b"\n").endswith((b'"', b","))  # an empty last cell may stay
    found = attempt(tmp_path_factory.mktemp("cut"), files)
    if isinstance(found, RomeFileError):
        assert found.file == file_name(name) or whole_rows or not cut
        assert found.line >= 1
        assert found.column >= 1
    else:
        assert found == expected or (name in untraced and whole_rows)


@given(name=st.sampled_from(CHECKED), data=st.data())
@quick
def test_a_damaged_byte_gives_an_error_or_what_the_file_now_says(
    tmp_path_factory, expected, name, data
):
    files = made_files()
    whole = bytearray(files[file_name(name)])
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] = data.draw(st.integers(0, 255))
    files[file_name(name)] = bytes(whole)
    found = attempt(tmp_path_factory.mktemp("damaged"), files)
    if isinstance(found, RomeFileError):
        assert found.file.endswith(".csv")
        assert found.line >= 1
        assert found.column >= 1
    else:
        # Codes, marks and links hold; only the wording of one cell may have changed.
        assert [card.code for card in found.cards] == [card.code for card in expected.cards]
        assert found.uses == expected.uses or name == "coherence_item"
        assert len(found.titles) == len(expected.titles)


@given(name=st.sampled_from([n for n in CHECKED if n != "liens_rome_referentiels"]), data=st.data())
@quick
def test_a_doubled_row_is_refused(tmp_path_factory, name, data):
    tables = made_tables()
    row = data.draw(st.integers(0, len(tables[name]) - 1))
    tables[name].insert(data.draw(st.integers(0, len(tables[name]))), dict(tables[name][row]))
    with pytest.raises(RomeFileError) as caught:
        read_files(tmp_path_factory.mktemp("doubled"), made_files(tables))
    assert caught.value.file == file_name(name)


@given(name=st.sampled_from([n for n in CHECKED if n != "rubrique_mobilite"]), row=st.integers(0))
@quick
def test_wrong_encoding_is_placed_to_the_byte(tmp_path_factory, name, row):
    files = made_files()
    text = files[file_name(name)].decode()
    if text.isascii():
        return
    files[file_name(name)] = text.encode("latin-1")
    with pytest.raises(RomeFileError) as caught:
        read_files(tmp_path_factory.mktemp("latin"), files)
    offset = next(place for place, sign in enumerate(text) if not sign.isascii())
    assert caught.value.file == file_name(name)
    assert caught.value.line == text.count("\n", 0, offset) + 1
    assert caught.value.column == offset - text.rfind("\n", 0, offset)
    assert str(offset) in caught.value.problem


def test_a_double_conversion_is_noticed(folder):
    path = folder / file_name("texte")
    path.write_bytes(path.read_bytes().decode().encode("utf-8").decode("latin-1").encode())
    with pytest.raises(RomeFileError, match="abîmés"):
        read(folder)


def test_an_unknown_code_is_placed(folder):
    path = folder / file_name("rubrique_mobilite")
    path.write_bytes(path.read_bytes().replace(b'"Z9901","1"', b'"Z9999","1"', 1))
    with pytest.raises(RomeFileError) as caught:
        read(folder)
    assert (caught.value.file, caught.value.line, caught.value.column) == (path.name, 3, 9)
    assert "Z9999" in caught.value.problem


def test_the_line_counts_those_inside_cells(folder):
    path = folder / file_name("texte")
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"N1103","acces_metier"', b'"Q1103","acces_metier"'))
    with pytest.raises(RomeFileError) as caught:
        read(folder)
    offset = data.index(b'"N1103","acces_metier"')
    assert caught.value.line == data.count(b"\n", 0, offset) + 1


def test_a_missing_column_says_which(folder):
    path = folder / file_name("item")
    path.write_bytes(path.read_bytes().replace(b"code_rubrique", b"rubrique", 1))
    with pytest.raises(RomeFileError, match="code_rubrique") as caught:
        read(folder)
    assert caught.value.line == 1


def test_a_row_too_long_says_where(folder):
    path = folder / file_name("coherence_item")
    path.write_bytes(path.read_bytes().replace(b'"100003",""\n', b'"100003","","x"\n', 1))
    with pytest.raises(RomeFileError, match="4 cellules au lieu de 3") as caught:
        read(folder)
    assert caught.value.line == 4


def test_a_missing_file_says_which(folder):
    (folder / file_name("texte")).unlink()
    with pytest.raises(RomeFileError, match="unix_texte"):
        read(folder)


def test_a_folder_that_is_none_says_so(tmp_path):
    with pytest.raises(RomeFileError, match="existe pas"):
        read(tmp_path / "nowhere")


def test_a_foreign_folder_is_refused(tmp_path):
    (tmp_path / "staff.csv").write_text("name;salary\n")
    with pytest.raises(RomeFileError, match="Fichiers absents"):
        read(tmp_path)


def test_two_editions_are_not_mixed(folder):
    (folder / file_name("item")).rename(folder / "unix_item_v498_utf8.csv")
    with pytest.raises(RomeFileError, match="Deux versions"):
        read(folder)


def test_a_version_note_of_another_edition_is_refused(folder):
    (folder / "version.txt").write_text("Numero de version : 42\n")
    with pytest.raises(RomeFileError, match="42"):
        read(folder)


def test_without_its_note_the_names_tell_the_version(folder):
    (folder / "version.txt").unlink()
    release = read(folder)
    assert (release.version, release.published_on) == ("99", None)


def test_the_fingerprint_follows_the_bytes(folder):
    before = FolderSource(folder).fingerprint()
    assert FolderSource(folder).fingerprint() == before
    path = folder / file_name("texte")
    path.write_bytes(path.read_bytes() + b"\n")
    assert FolderSource(folder).fingerprint() != before
