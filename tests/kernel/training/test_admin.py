"""The team reads trainings in the admin and changes none; who is enrolled is not shown there."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from boutdufil.kernel.training import models
from tests.factories.training import (
    AccreditationFactory,
    BlockFactory,
    RecognitionFactory,
    SessionFactory,
)

SHOWN = (
    models.TrainingBody,
    models.Accreditation,
    models.Certificate,
    models.Block,
    models.Recognition,
    models.Programme,
    models.Session,
)


@pytest.mark.django_db
@pytest.mark.parametrize("model", SHOWN)
def test_the_admin_lists_and_only_reads(model, admin_client):
    for factory in (AccreditationFactory, BlockFactory, RecognitionFactory, SessionFactory):
        factory()
    request, page = RequestFactory().get("/"), admin.site.get_model_admin(model)
    name = model._meta.model_name

    assert admin_client.get(reverse(f"admin:training_{name}_changelist")).status_code == 200
    assert admin_client.get(reverse(f"admin:training_{name}_add")).status_code == 403
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


def test_people_and_their_results_are_nowhere_in_the_admin():
    assert not admin.site.is_registered(models.Enrolment)
    assert not admin.site.is_registered(models.BlockResult)
