"""Tables of places. Codes are those of the Code officiel géographique (INSEE)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """A région, overseas ones included (18)."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name = models.CharField(_("nom"), max_length=60)

    class Meta:
        verbose_name = _("région")
        verbose_name_plural = _("régions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A département, overseas ones included (101)."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("nom"), max_length=60)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="departments",
        verbose_name=_("région"),
    )

    class Meta:
        verbose_name = _("département")
        verbose_name_plural = _("départements")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Commune(models.Model):
    """A commune, or a municipal arrondissement of Paris, Lyon or Marseille (it has a `parent`).

    `latitude` and `longitude` are decimal degrees (WGS 84); `approximate` says that they were
    borrowed from the nearest known place. `search` and `postal_search` are what the
    autocomplete reads: folded name, and postal codes each preceded by a space.
    `population` is in inhabitants, empty where the source gives none.
    """

    code = models.CharField(_("code INSEE"), max_length=5, primary_key=True)
    name = models.CharField(_("nom"), max_length=80)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="communes",
        verbose_name=_("département"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="arrondissements",
        verbose_name=_("commune de l’arrondissement"),
        null=True,
        blank=True,
    )
    postal_codes = ArrayField(models.CharField(max_length=5), verbose_name=_("codes postaux"))
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    approximate = models.BooleanField(_("position approximative"), default=False)
    current = models.BooleanField(_("existe encore"), default=True)
    search = models.CharField(max_length=80, editable=False)
    postal_search = models.CharField(max_length=200, editable=False)

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["code"]
        indexes = [
            models.Index(
                fields=["search"],
                name="commune_prefix",
                opclasses=["varchar_pattern_ops"],
            ),
            GinIndex(fields=["search"], name="commune_search", opclasses=["gin_trgm_ops"]),
            GinIndex(
                fields=["postal_search"],
                name="commune_postal",
                opclasses=["gin_trgm_ops"],
            ),
            models.Index(fields=["latitude", "longitude"], name="commune_position"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Area(models.Model):
    """A named set of départements, for example Lorraine."""

    slug = models.SlugField(_("identifiant"), max_length=60, primary_key=True)
    name = models.CharField(_("nom"), max_length=80)
    departments = models.ManyToManyField(
        Department, related_name="areas", verbose_name=_("départements")
    )

    class Meta:
        verbose_name = _("territoire nommé")
        verbose_name_plural = _("territoires nommés")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class TableVersion(models.Model):
    """Which edition of the committed tables the database holds (one row)."""

    name = models.CharField(_("nom"), max_length=30, primary_key=True)
    fingerprint = models.CharField(_("empreinte SHA-256"), max_length=64)
    loaded_at = models.DateTimeField(_("chargé le"), auto_now=True)

    class Meta:
        verbose_name = _("version des tables")
        verbose_name_plural = _("versions des tables")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} {self.fingerprint[:12]}"
