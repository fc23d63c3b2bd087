"""Acts of the trail whose subject would tell a secret: the admin shows that they took place."""

_secret_verbs: set[str] = set()


def register_secret_verb(verb: str) -> None:
    """Have the admin keep to itself what the acts of a verb are about."""
    _secret_verbs.add(verb)


def is_secret(verb: str) -> bool:
    """Tell whether what the acts of a verb are about is kept from the admin."""
    return verb in _secret_verbs


def secret_verbs() -> frozenset[str]:
    """Return the verbs nobody finds by their subjects."""
    return frozenset(_secret_verbs)
