"""What changes the ledger, by noun."""

from boutdufil.kernel.posts.services.decisions import send_decision
from boutdufil.kernel.posts.services.imports import (
    ImportChoice,
    drop_import,
    map_columns,
    run_import,
    start_import,
)
from boutdufil.kernel.posts.services.ledger import (
    NeedDraft,
    answer_need,
    attach,
    cancel_hire,
    close_need,
    close_posts,
    detach,
    open_need,
    open_posts,
    publish_need,
    record_contact,
    record_hire,
)
from boutdufil.kernel.posts.services.reports import (
    decide_report,
    report_vacancy,
    show_vacancy_again,
)
from boutdufil.kernel.posts.services.vacancies import (
    change_vacancy,
    create_vacancy,
    expire_vacancies,
    publish_vacancy,
    renew_vacancy,
    withdraw_vacancy,
)

__all__ = [
    "ImportChoice",
    "NeedDraft",
    "answer_need",
    "attach",
    "cancel_hire",
    "change_vacancy",
    "close_need",
    "close_posts",
    "create_vacancy",
    "decide_report",
    "detach",
    "drop_import",
    "expire_vacancies",
    "map_columns",
    "open_need",
    "open_posts",
    "publish_need",
    "publish_vacancy",
    "record_contact",
    "record_hire",
    "renew_vacancy",
    "report_vacancy",
    "run_import",
    "send_decision",
    "show_vacancy_again",
    "start_import",
    "withdraw_vacancy",
]
