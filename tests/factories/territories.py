"""Factories of places: invented ones, whose codes no real place has."""

import factory
from factory.django import DjangoModelFactory

from boutdufil.kernel.territories import models
from boutdufil.kernel.territories.names import search_form


class RegionFactory(DjangoModelFactory):
    """An invented région."""

    class Meta:
        model = models.Region
        django_get_or_create = ("code",)

    code = "Z1"
    name = "Région inventée"


class DepartmentFactory(DjangoModelFactory):
    """An invented département."""

    class Meta:
        model = models.Department
        django_get_or_create = ("code",)

    code = "Z01"
    name = "Département inventé"
    region = factory.SubFactory(RegionFactory)


class CommuneFactory(DjangoModelFactory):
    """An invented commune, in the sea off Brittany, where nothing real is near."""

    class Meta:
        model = models.Commune

    code = factory.Sequence(lambda n: f"Z{n:04d}")
    name = factory.Sequence(lambda n: f"Fil-sur-Mer {n}")
    department = factory.SubFactory(DepartmentFactory)
    postal_codes = factory.LazyFunction(lambda: ["00001"])
    population = 1000
    latitude = 46.5
    longitude = -12.0
    search = factory.LazyAttribute(lambda place: search_form(place.name))
    postal_search = factory.LazyAttribute(
        lambda place: "".join(f" {code}" for code in place.postal_codes)
    )


class AreaFactory(DjangoModelFactory):
    """An invented named area of one département."""

    class Meta:
        model = models.Area
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"pays-invente-{n}")
    name = "Pays inventé"

    @factory.post_generation
    def departments(self, create: bool, extracted: list[models.Department] | None) -> None:
        if create:
            self.departments.set(extracted or [DepartmentFactory()])


class TableVersionFactory(DjangoModelFactory):
    """An edition of other tables."""

    class Meta:
        model = models.TableVersion

    name = factory.Sequence(lambda n: f"tables-{n}")
    fingerprint = "0" * 64
