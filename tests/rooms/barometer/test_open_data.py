"""Files of what is out: marks instead of zeros, the same bytes twice, nothing unpublished."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import load_workbook

from boutdufil.rooms.barometer.enums import ReleaseState
from boutdufil.rooms.barometer.selectors.open_files import packed_tables
from tests.rooms.barometer.open_world import (
    SLUG,
    UNPUBLISHED_VALUE,
    published_release,
    unpublished_release,
)

pytestmark = pytest.mark.django_db
STAMP = "démonstration, données simulées"


@pytest.fixture
def release():
    return published_release()


def archive(client, language="fr"):
    answer = client.get(
        reverse("barometer:release_zip", args=["enquete", 1]), headers={"accept-language": language}
    )
    assert answer.status_code == 200
    return answer.content


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def lines(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_an_archive_has_each_table_twice_and_a_readme(client, release):
    files = files_of(archive(client))

    assert sorted(files) == [
        "README.txt",
        "region.csv",
        "region.xlsx",
        "size.csv",
        "size.xlsx",
        "total.csv",
        "total.xlsx",
    ]


def test_an_archive_has_the_same_bytes_whenever_and_in_whatever_language(client, release):
    first = archive(client)
    packed_tables.cache_clear()

    assert archive(client, "en") == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {one.date_time[:3] for one in packed.infolist()} == {(1980, 1, 1)}


def test_an_archive_is_made_once(client, release, django_assert_max_num_queries):
    first = archive(client)

    with django_assert_max_num_queries(2):
        assert archive(client) == first


def test_a_hidden_cell_has_its_mark_and_nothing_else(client, release):
    rows = {one["region"]: one for one in lines(files_of(archive(client))["region.csv"])}

    numbers = ("valeur", "borne_basse", "borne_haute", "coefficient_de_variation", "reponses")
    assert rows["94"]["marque"] == "secret"
    assert rows["32"]["marque"] == "secondary"
    assert [rows[region][name] for region in ("94", "32") for name in numbers] == [""] * 10
    assert (rows["44"]["marque"], rows["44"]["valeur"]) == ("careful", "71,5")
    assert {one["simule"] for one in rows.values()} == {"oui"}


def test_the_workbook_says_the_same_as_the_table_and_notes_its_marks(client, release):
    files = files_of(archive(client))
    book = load_workbook(io.BytesIO(files["region.xlsx"]))
    sheet = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    table = lines(files["region.csv"])

    assert sheet[0] == list(table[0])
    place = sheet[0].index("valeur")
    assert [str(row[place]).replace(".", ",") for row in sheet[1:]] == [
        one["valeur"] for one in table
    ]
    assert len(book.sheet_names) == 3
    with zipfile.ZipFile(io.BytesIO(files["region.xlsx"])) as packed:
        notes = packed.read("xl/comments1.xml").decode()
    assert notes.count("<comment ") == 3
    assert "La valeur est tue" in notes


def test_the_readme_says_how_to_cite_and_that_data_are_simulated(client, release):
    text = files_of(archive(client))["README.txt"].decode()

    assert text.count("/barometre/publications/enquete/1/tableaux.zip") == 2
    assert text.count("2026-03-04") == 2
    assert text.count("Licence Ouverte 2.0") == 2
    assert STAMP in text
    assert "Part des salariés dans les centres internes" in text


def test_every_published_cell_of_an_indicator_is_in_its_table(client, release):
    rows = lines(client.get(reverse("barometer:measured_csv", args=[SLUG])).content)

    assert [one["tableau"] for one in rows] == ["total", "region", "region", "region", "size"]
    assert rows[0]["valeur"] == "78,25"


def test_an_indicator_as_a_workbook_keeps_measured_and_quoted_apart(client, release):
    answer = client.get(reverse("barometer:indicator_xlsx", args=[SLUG]))
    book = load_workbook(io.BytesIO(answer.content))

    assert book.sheet_names[1] == "Cités"
    assert len(book.get_sheet_by_name("Cités").to_python()) > 1
    assert len(book.get_sheet_by_name(book.sheet_names[0]).to_python()) == 6


def test_an_indicator_without_any_measure_is_an_empty_table(client, release):
    answer = client.get(reverse("barometer:measured_csv", args=["chiffre-affaires"]))

    assert lines(answer.content) == []


@pytest.mark.parametrize("name", ["indicator_xlsx", "measured_csv"])
def test_an_unknown_indicator_is_not_found(client, name):
    assert client.get(reverse(f"barometer:{name}", args=["nulle-part"])).status_code == 404


def test_a_file_that_is_known_is_not_sent_again(client, release):
    address = reverse("barometer:release_zip", args=["enquete", 1])
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert not first["ETag"].startswith("W/")
    assert first["Last-Modified"] == "Wed, 04 Mar 2026 09:00:00 GMT"
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_the_page_says_what_there_is(client, release):
    text = client.get(reverse("barometer:open_data")).content.decode()

    assert reverse("barometer:release_zip", args=["enquete", 1]) in text
    assert STAMP in text
    assert "Licence Ouverte 2.0" in text
    assert reverse("barometer:api_openapi") in text
    assert reverse("barometer:indicator_xlsx", args=[SLUG]) in text


def test_the_page_offers_no_empty_table(client, release):
    text = client.get(reverse("barometer:open_data")).content.decode()

    assert reverse("barometer:measured_csv", args=[SLUG]) in text
    assert reverse("barometer:indicator_csv", args=["chiffre-affaires"]) in text
    assert reverse("barometer:measured_csv", args=["chiffre-affaires"]) not in text
    assert "rien encore" in text


def test_the_page_stands_without_any_release(client):
    answer = client.get(reverse("barometer:open_data"))

    assert "Aucune publication n’est encore sortie." in answer.content.decode()


@pytest.mark.parametrize("state", [ReleaseState.DRAFT, ReleaseState.AUDITED, ReleaseState.READY])
def test_nothing_of_a_release_that_is_not_out_is_in_any_file(client, release, state):
    unpublished_release(release, state)

    hidden = client.get(reverse("barometer:release_zip", args=["enquete", 2]))
    table = client.get(reverse("barometer:measured_csv", args=[SLUG])).content.decode()
    book = client.get(reverse("barometer:indicator_xlsx", args=[SLUG])).content
    page = client.get(reverse("barometer:open_data")).content.decode()

    assert hidden.status_code == 404
    assert "inedit" not in table
    assert str(UNPUBLISHED_VALUE).replace(".", ",") not in table
    cells = load_workbook(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert UNPUBLISHED_VALUE not in [value for row in cells for value in row]
    assert "Pas encore sortie" not in page


def test_the_same_release_is_there_once_it_is_out(client, release):
    waiting = unpublished_release(release, ReleaseState.READY)
    waiting.state, waiting.published_at = ReleaseState.PUBLISHED, timezone.now()
    waiting.save()

    assert client.get(reverse("barometer:release_zip", args=["enquete", 2])).status_code == 200
    table = client.get(reverse("barometer:measured_csv", args=[SLUG])).content.decode()
    assert "7654321,5" in table
