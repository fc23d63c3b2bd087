"""The app of background jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs have no tables of ours: procrastinate's are used as they are."""

    name = "boutdufil.kernel.jobs"
    label = "jobs"
