"""Jobs whose very arguments would tell a secret: which ones the admin does not show."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

Arguments = Mapping[str, object]
Secrets = Callable[[Sequence[Arguments]], Sequence[bool]]

_secrets: dict[str, Secrets] = {}


def register_secret_jobs(name: str, secrets: Secrets) -> None:
    """Have ``secrets`` tell, of many arguments of the job ``name`` at once, which are secret."""
    _secrets[name] = secrets


def secret_names() -> frozenset[str]:
    """Return the names of the jobs that may be secret: nobody looks for them by name."""
    return frozenset(_secrets)


def secret_places(jobs: Iterable[tuple[str, Arguments]]) -> set[int]:
    """Return the places of the secret ones among (name, arguments), one question for each name."""
    asked: dict[str, list[tuple[int, Arguments]]] = defaultdict(list)
    for place, (name, arguments) in enumerate(jobs):
        if name in _secrets:
            asked[name].append((place, arguments))
    return {
        place
        for name, rows in asked.items()
        for (place, _arguments), secret in zip(
            rows, _secrets[name]([arguments for _place, arguments in rows]), strict=True
        )
        if secret
    }
