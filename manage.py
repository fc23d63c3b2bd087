"""Django's own commands, for developers; people use ``boutdufil``."""

import os
import sys

from django.core.management import execute_from_command_line

from boutdufil.config.processes.database import open_database

AS_OWNER = {"migrate", "sqlmigrate"}
WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "help",
    "makemessages",
    "makemigrations",
}


def main() -> None:
    """Run a command of Django, with the embedded database behind it when it needs one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boutdufil.config.settings.dev")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in WITHOUT_DATABASE:
        # The owner has no pool of connections, which would wait for a server that is not there.
        os.environ.setdefault("BOUTDUFIL_DB_ROLE", "owner")
        execute_from_command_line(sys.argv)
        return
    with open_database() as database:
        if command in AS_OWNER:
            os.environ |= {"BOUTDUFIL_OWNER_URL": database.owner, "BOUTDUFIL_DB_ROLE": "owner"}
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
