"""Factories of planned tours."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from boutdufil.rooms.campaigns import models
from tests.factories.people import PersonFactory


class TourPlanFactory(DjangoModelFactory):
    """One day in Metz, proven best."""

    class Meta:
        model = models.TourPlan

    owner = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda n: f"Tournée inventée {n}")
    first_day = date(2027, 10, 18)
    cities = factory.LazyFunction(
        lambda: [
            {
                "id": "Metz",
                "code": "57463",
                "latitude": 49.12,
                "longitude": 6.18,
                "landmass": "mainland",
                "job_seekers": 12_000,
                "posts": 90,
                "centres": 11,
            }
        ]
    )
    asked = factory.LazyFunction(
        lambda: {
            "days": 1,
            "reach_km": 35.0,
            "leg_km": 300.0,
            "leg_minutes": None,
            "weights": [1.0, 1.0, 1.0],
        }
    )
    answer = factory.LazyFunction(
        lambda: {
            "status": "optimal",
            "km": 0.0,
            "bound": 12_101.0,
            "reach": {"job_seekers": 12_000, "posts": 90, "centres": 11, "value": 12_101.0},
            "limit_that_would_do": None,
            "stops": [
                {
                    "day": 1,
                    "place": "Metz",
                    "leg_km": None,
                    "leg_minutes": None,
                    "reach": {
                        "job_seekers": 12_000,
                        "posts": 90,
                        "centres": 11,
                        "value": 12_101.0,
                    },
                    "places": ["Metz"],
                }
            ],
        }
    )
