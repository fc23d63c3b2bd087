"""Columns that must not be in a list of people: what the law forbids to decide by.

Source: code du travail, article L.1132-1, which lists the grounds on which nobody may be set aside
from a measure of employment; read in its version in force on 2026-11-22. Some columns betray a
ground without naming it (a form of address, a social security number): they are refused under the
ground they betray. Home and family name are grounds too, and are not refused here: without the
commune there is no way to work to be told, and names stay with those who may know them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from boutdufil.lib.text import words

ARTICLE = "L.1132-1"
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")


class Ground(StrEnum):
    """A ground of article L.1132-1, in its order."""

    ORIGIN = "origin"
    SEX = "sex"
    SEXUALITY = "sexuality"
    AGE = "age"
    FAMILY = "family"
    PREGNANCY = "pregnancy"
    GENETICS = "genetics"
    POVERTY = "poverty"
    NATIONALITY = "nationality"
    POLITICS = "politics"
    UNION = "union"
    RELIGION = "religion"
    LOOKS = "looks"
    BANK = "bank"
    HEALTH = "health"
    DISABILITY = "disability"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Finding:
    """A column that is refused: its header as written, the ground, the article."""

    header: str
    ground: Ground
    article: str = ARTICLE


# Folded words; "*" ends the beginning of a word. Found anywhere in a header.
_ANYWHERE: dict[Ground, tuple[str, ...]] = {
    Ground.ORIGIN: (
        "lieu de naissance",
        "pays de naissance",
        "commune de naissance",
        "ville de naissance",
        "departement de naissance",
        "place of birth",
        "birth place",
        "birthplace",
        "country of birth",
        "birth country",
        "ethni*",
        "racial*",
        "pays d origine",
    ),
    Ground.SEX: (
        "sexe*",
        "sex",
        "gender*",
        "civilite*",
        "homme femme",
        "femme homme",
        "male female",
        "securite sociale",
        "social security",
        "nir",
        "insee nir",
        "salutation",
    ),
    Ground.SEXUALITY: ("orientation sexuelle", "sexual orientation", "identite de genre"),
    Ground.AGE: (
        "age",
        "ages",
        "naissance",
        "naiss*",
        "ddn",
        "ne le",
        "nee le",
        "ne e le",
        "date of birth",
        "birth date",
        "birthdate",
        "birthday",
        "year of birth",
        "birth year",
        "dob",
        "born",
    ),
    Ground.FAMILY: (
        "situation fam*",
        "situation de famille",
        "situation matrimoniale",
        "etat civil",
        "family status",
        "family situation",
        "sit fam*",
        "marital*",
        "enfant*",
        "child",
        "children",
        "dependants",
        "dependents",
        "conjoint*",
        "spouse",
        "charge de famille",
        "charges de famille",
        "parent isole",
        "celibataire",
        "marie",
        "mariee",
        "divorce*",
        "pacs*",
    ),
    Ground.PREGNANCY: (
        "grossesse*",
        "enceinte*",
        "pregnan*",
        "maternite",
        "maternity",
        "paternite",
        "paternity",
        "conge parental",
        "parental leave",
    ),
    Ground.GENETICS: ("genetique*", "genetic*", "adn", "dna"),
    Ground.POVERTY: ("vulnerabilite economique", "surendett*", "rsa"),
    Ground.NATIONALITY: (
        "nationalit*",
        "citizenship",
        "citoyennete",
        "titre de sejour",
        "carte de sejour",
        "residence permit",
        "work permit",
        "passeport*",
        "passport*",
    ),
    Ground.POLITICS: (
        "opinion* politique*",
        "parti politique",
        "political*",
        "mandat electif",
        "mandat local",
        "elected office",
        "lanceur d alerte",
        "whistleblower",
    ),
    Ground.UNION: (
        "syndic*",
        "trade union*",
        "labor union*",
        "labour union*",
        "union member*",
        "salarie protege",
        "salaries proteges",
        "mandat cse",
        "elu cse",
        "delegue*",
        "shop steward",
        "grev*",
        "strike*",
    ),
    Ground.RELIGION: ("religi*", "confession*", "croyance*", "faith", "culte"),
    Ground.LOOKS: (
        "apparence*",
        "appearance*",
        "photo*",
        "portrait*",
        "imc",
        "bmi",
    ),
    Ground.BANK: ("iban", "rib", "compte bancaire", "bank account", "domiciliation bancaire"),
    Ground.HEALTH: (
        "etat de sante",
        "medical*",
        "medicaux",
        "maladie*",
        "sick*",
        "illness*",
        "inaptitude*",
        "inapte",
        "arret de travail",
        "arrets de travail",
        "health*",
        "autonomie perdue",
        "perte d autonomie",
        "restriction medicale",
    ),
    Ground.DISABILITY: (
        "handicap*",
        "disab*",
        "rqth",
        "boeth",
        "invalidite*",
        "travailleur handicape",
        "aah",
    ),
    Ground.LANGUAGE: ("langue maternelle", "native language", "mother tongue", "native speaker"),
}

# Words that name a ground only when they are all there is: « genre de contrat » is a column of
# contracts, « genre » is one of people.
_ALONE: dict[Ground, tuple[str, ...]] = {
    Ground.ORIGIN: ("origine", "origin", "race", "origines"),
    Ground.SEX: ("genre", "h f", "f h", "m f", "f m", "m mme", "mme m"),
    Ground.AGE: ("anniversaire",),
    Ground.FAMILY: ("famille", "family", "foyer", "household", "partner"),
    Ground.NATIONALITY: ("nation", "visa"),
    Ground.UNION: ("mandat", "mandats", "union", "irp", "cse"),
    Ground.LOOKS: ("taille", "poids", "height", "weight", "physique"),
    Ground.HEALTH: ("sante", "absences", "absence"),
    Ground.DISABILITY: ("th",),
}


def protected_column(header: str) -> Finding | None:
    """Return why a column is refused, or None when it may be read.

    >>> protected_column("Date de naissance").ground
    <Ground.AGE: 'age'>
    >>> protected_column("Agence de rattachement") is None
    True
    """
    said = words(_CAMEL.sub(" ", header))
    for ground in Ground:
        alone, anywhere = _ALONE.get(ground, ()), _ANYWHERE.get(ground, ())
        if " ".join(said) in alone or any(_holds(said, phrase.split()) for phrase in anywhere):
            return Finding(header, ground)
    return None


def protected_columns(headers: Iterable[str]) -> tuple[Finding, ...]:
    """Return every refused column of a header, in its order."""
    found = (protected_column(header) for header in headers)
    return tuple(finding for finding in found if finding is not None)


def _holds(said: Sequence[str], phrase: Sequence[str]) -> bool:
    """Tell whether the words of a phrase stand side by side among those said."""
    return any(
        all(_meets(word, wanted) for word, wanted in zip(said[at:], phrase, strict=False))
        for at in range(len(said) - len(phrase) + 1)
    )


def _meets(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
