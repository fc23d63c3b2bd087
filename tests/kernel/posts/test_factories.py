"""What other tests build on can be built, and is whole."""

import inspect

import pytest

from tests.factories import organisations, posts

pytestmark = pytest.mark.django_db

FACTORIES = [
    member
    for module in (organisations, posts)
    for name, member in inspect.getmembers(module, inspect.isclass)
    if name.endswith("Factory") and member.__module__ == module.__name__
]


@pytest.mark.parametrize("make", FACTORIES, ids=lambda made: made.__name__)
def test_a_factory_makes_two_different_rows_that_name_themselves(make):
    one, other = make(), make()

    assert one.pk != other.pk
    assert str(one)
