"""Where a trade and its vacancies are read, as a room told us: the kernel names no room."""

from django.urls import NoReverseMatch, reverse

_names = {"trade": "", "vacancies": ""}


def register_trade_pages(*, trade: str, vacancies: str) -> None:
    """Say where a practised call leads: ``trade`` takes a ``code``, ``vacancies`` takes none.

    The list of vacancies is asked for with ``?metier=`` and the code of the trade.
    """
    _names.update(trade=trade, vacancies=vacancies)


def trade_path(code: str) -> str:
    """Return the path of a trade's page; empty where no room shows one."""
    try:
        return reverse(_names["trade"], kwargs={"code": code})
    except NoReverseMatch:
        return ""


def vacancies_path(code: str) -> str:
    """Return the path of a trade's vacancies; empty where no room shows any."""
    try:
        return f"{reverse(_names['vacancies'])}?metier={code}"
    except NoReverseMatch:
        return ""
