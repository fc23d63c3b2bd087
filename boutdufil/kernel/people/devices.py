"""A browser in two words, from what it says of itself."""

# Order matters: most browsers also claim to be the ones they descend from.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def describe_device(user_agent: str) -> str:
    """Return for example "Firefox · Linux"; "" when nothing is recognised.

    The full user agent is not kept: it can single a person out, two words cannot.
    """
    found = (_first_match(user_agent, BROWSERS), _first_match(user_agent, SYSTEMS))
    return " · ".join(word for word in found if word)


def _first_match(user_agent: str, table: tuple[tuple[str, str], ...]) -> str:
    return next((word for mark, word in table if mark in user_agent), "")
