"""Columns the law forbids to decide by are refused, and no others."""

import pytest

from boutdufil.lib.protected import Finding, Ground, protected_column, protected_columns

REFUSED = {
    "Sexe": Ground.SEX,
    "gender": Ground.SEX,
    "Genre": Ground.SEX,
    "H/F": Ground.SEX,
    "Civilité": Ground.SEX,
    "N° de sécurité sociale": Ground.SEX,
    "NIR": Ground.SEX,
    "Âge": Ground.AGE,
    "Tranche d’âge": Ground.AGE,
    "age_group": Ground.AGE,
    "ageGroup": Ground.AGE,
    "Date de naissance": Ground.AGE,
    "dateNaissance": Ground.AGE,
    "Né(e) le": Ground.AGE,
    "birth_date": Ground.AGE,
    "Lieu de naissance": Ground.ORIGIN,
    "Country of birth": Ground.ORIGIN,
    "Origine": Ground.ORIGIN,
    "Ethnicity": Ground.ORIGIN,
    "Nationalité": Ground.NATIONALITY,
    "nationality": Ground.NATIONALITY,
    "Titre de séjour": Ground.NATIONALITY,
    "RQTH": Ground.DISABILITY,
    "Handicap": Ground.DISABILITY,
    "Travailleur handicapé": Ground.DISABILITY,
    "disability": Ground.DISABILITY,
    "Santé": Ground.HEALTH,
    "Arrêts maladie 2026": Ground.HEALTH,
    "Health": Ground.HEALTH,
    "Syndicat": Ground.UNION,
    "Appartenance syndicale": Ground.UNION,
    "trade union": Ground.UNION,
    "Mandat": Ground.UNION,
    "Salarié protégé": Ground.UNION,
    "Situation familiale": Ground.FAMILY,
    "Situation de famille": Ground.FAMILY,
    "Nb enfants": Ground.FAMILY,
    "Number of children": Ground.FAMILY,
    "marital status": Ground.FAMILY,
    "Religion": Ground.RELIGION,
    "Grossesse": Ground.PREGNANCY,
    "Congé maternité": Ground.PREGNANCY,
    "pregnant": Ground.PREGNANCY,
    "Opinions politiques": Ground.POLITICS,
    "Orientation sexuelle": Ground.SEXUALITY,
    "Photo": Ground.LOOKS,
    "IBAN": Ground.BANK,
    "Langue maternelle": Ground.LANGUAGE,
    "Données génétiques": Ground.GENETICS,
}

READ = [
    "Matricule", "Pseudonyme", "Métier", "Code ROME", "title", "Titre", "Intitulé du poste",
    "Commune", "Code postal", "Voiture", "Heures", "Salaire", "Ancienneté", "Agence", "Étage",
    "Genre de contrat", "Famille de métiers", "Job family", "Secteur santé", "Origine du contrat",
    "Langues", "Contraintes", "Souhaits", "Fin de contrat", "Télétravail", "Postes", "Village",
    "Management", "Stage", "", "Mme", "Date d’entrée", "Pays", "Site", "Organisme",
]  # fmt: skip


@pytest.mark.parametrize(("header", "ground"), REFUSED.items())
def test_a_protected_column_is_refused_with_its_article(header, ground):
    assert protected_column(header) == Finding(header, ground, "L.1132-1")


@pytest.mark.parametrize("header", READ)
def test_a_column_of_work_is_read(header):
    assert protected_column(header) is None


def test_every_refused_column_of_a_header_is_named_in_its_order():
    found = protected_columns(["Matricule", "Sexe", "Métier", "Âge"])

    assert [finding.header for finding in found] == ["Sexe", "Âge"]
