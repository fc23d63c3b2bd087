"""What can be done with people, their sessions and their data."""

from boutdufil.kernel.people.registry import (
    on_sign_in,
    register_my_page_section,
    register_retention_rule,
    register_subject_data,
)
from boutdufil.kernel.people.services.accounts import (
    correct_person,
    create_demo_person,
    create_person,
    sign_in_demo_person,
    sign_in_with_password,
)
from boutdufil.kernel.people.services.links import (
    confirm_email_change,
    confirm_password,
    confirm_sign_in,
    confirm_sign_up,
    request_email_change,
    request_password_link,
    request_sign_in_link,
    send_link,
)
from boutdufil.kernel.people.services.privacy import erase_subject, export_subject
from boutdufil.kernel.people.services.rates import take_allowance
from boutdufil.kernel.people.services.retention import apply_retention_rules
from boutdufil.kernel.people.services.sessions import (
    forget_session,
    keep_session,
    remember_session,
    revoke_other_sessions,
    revoke_session,
    sign_in_person,
    sign_out_person,
)

__all__ = [
    "apply_retention_rules",
    "confirm_email_change",
    "confirm_password",
    "confirm_sign_in",
    "confirm_sign_up",
    "correct_person",
    "create_demo_person",
    "create_person",
    "erase_subject",
    "export_subject",
    "forget_session",
    "keep_session",
    "on_sign_in",
    "register_my_page_section",
    "register_retention_rule",
    "register_subject_data",
    "remember_session",
    "request_email_change",
    "request_password_link",
    "request_sign_in_link",
    "revoke_other_sessions",
    "revoke_session",
    "send_link",
    "sign_in_demo_person",
    "sign_in_person",
    "sign_in_with_password",
    "sign_out_person",
    "take_allowance",
]
