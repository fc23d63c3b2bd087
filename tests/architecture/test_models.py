"""Every model has a name to show, a factory, and a line in the glossary."""

import importlib
import inspect

import factory
import pytest
from django.apps import apps
from django.db import models

from tests.architecture.source_tree import ROOT

OURS = [m for m in apps.get_models() if m.__module__.startswith("boutdufil.")]
# Written by the database's own functions; a factory would bypass what they guarantee.
WITHOUT_FACTORY = {"audit.AuditEntry"}


def factories_of(app_label: str) -> set[type[models.Model]]:
    module = importlib.import_module(f"tests.factories.{app_label}")
    return {
        member._meta.model
        for _name, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, factory.django.DjangoModelFactory) and member._meta.model
    }


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_model_says_what_it_is(model):
    assert model.__str__ is not models.Model.__str__


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_model_has_a_factory(model):
    if model._meta.label in WITHOUT_FACTORY:
        pytest.skip("written by the database itself")

    assert model in factories_of(model._meta.app_label)


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_model_is_in_the_glossary(model):
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

    assert f"`{model.__name__}`" in glossary
