"""The committed tables reach the database, once each edition."""

import csv

import pytest
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate

from boutdufil.kernel.territories import selectors, services
from boutdufil.kernel.territories.models import Area, Commune, Department, Region, TableVersion
from tests.factories.territories import CommuneFactory, TableVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stale():
    """The database holds an older edition."""
    TableVersion.objects.update(fingerprint="0" * 64)


def finish_migrate():
    config = apps.get_app_config("territories")
    post_migrate.send(
        sender=config, app_config=config, using=DEFAULT_DB_ALIAS, verbosity=0, interactive=False
    )


def commune_lines():
    with (services.DATA / "communes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_migrations_loaded_the_country():
    assert Region.objects.count() == 18
    assert Department.objects.count() == 101
    assert Commune.objects.filter(parent=None).count() == 34875
    assert Commune.objects.exclude(parent=None).count() == 45
    assert Area.objects.count() == 16


def test_every_department_has_communes():
    assert not Department.objects.filter(communes=None).exists()


def test_every_place_can_be_found_by_a_postal_code():
    assert not Commune.objects.filter(postal_codes=[]).exists()


def test_merged_regions_share_no_department():
    codes = [code for area in selectors.areas() for code in area.departments]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("slug", "departments"),
    [("lorraine", ("54", "55", "57", "88")), ("nord-pas-de-calais", ("59", "62"))],
)
def test_an_area_is_a_set_of_departments(slug, departments):
    assert selectors.get_area(slug).departments == departments


def test_an_unknown_area_is_nothing():
    assert selectors.get_area("atlantide") is None


def test_positions_of_the_mainland_are_on_it():
    mainland = Commune.objects.exclude(department__code__startswith="97")

    assert not mainland.exclude(latitude__range=(41, 51.5), longitude__range=(-5.6, 10)).exists()


def test_borrowed_positions_are_marked_and_are_those_of_the_lender():
    lines = {line["code"]: line for line in commune_lines()}
    for line in lines.values():
        lender = lines.get(line["borrowed_from"])
        if lender:
            assert (line["latitude"], line["longitude"]) == (
                lender["latitude"],
                lender["longitude"],
            )
    borrowed = sum(bool(line["borrowed_from"]) for line in lines.values())

    assert Commune.objects.filter(approximate=True).count() == borrowed


def test_the_same_edition_is_not_loaded_twice(django_assert_num_queries):
    with django_assert_num_queries(3):  # the savepoint around it makes two
        assert services.load_territories() is False


def test_loading_again_repairs_what_was_changed(stale):
    Commune.objects.filter(code="59350").update(name="Autre", population=1, current=False)

    assert services.load_territories() is True
    lille = Commune.objects.get(code="59350")
    assert (lille.name, lille.current) == ("Lille", True)
    assert Commune.objects.count() == 34920


def test_a_commune_that_is_no_more_stays_but_is_not_offered(stale):
    gone = CommuneFactory(name="Ville Disparue")
    services.load_territories()

    assert gone.code not in {place.code for place in selectors.search_places("ville disparue")}
    assert selectors.get_place(gone.code).name == "Ville Disparue"


def test_migrate_brings_the_edition_up_to_date(stale):
    finish_migrate()

    assert TableVersion.objects.get().fingerprint == services.tables_fingerprint()


def test_another_edition_has_another_fingerprint(monkeypatch):
    before = services.tables_fingerprint()
    monkeypatch.setattr(services, "LAYOUT", services.LAYOUT + 1)

    assert services.tables_fingerprint() != before


def test_at_an_earlier_migration_nothing_is_loaded(stale):
    MigrationRecorder.Migration.objects.filter(app="territories").delete()
    finish_migrate()

    assert TableVersion.objects.get().fingerprint == "0" * 64


def test_names_of_rows():
    assert str(Region.objects.get(code="32")) == "Hauts-de-France"
    assert str(Department.objects.get(code="59")) == "Nord (59)"
    assert str(Commune.objects.get(code="59350")) == "Lille (59350)"
    assert str(Area.objects.get(slug="lorraine")) == "Lorraine"
    assert str(TableVersionFactory(name="essai")) == "essai 000000000000"
