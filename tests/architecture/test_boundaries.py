"""What the import contracts cannot see: strings that reach into another room."""

import ast
import re

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from procrastinate.contrib.django import app as queue

from tests.architecture.source_tree import PACKAGE, ROOMS, python_files, rooms, shown, tree

FLOORS = """
    ui; jobs; audit; events; realtime; territories files; people; organisations; occupations;
    training calls; posts
"""
FLOOR_OF_APP = {
    app: floor for floor, names in enumerate(FLOORS.split(";")) for app in names.split()
}
URL_TAG = re.compile(r"""{%\s*url\s+['"](\w+):""")
TEMPLATE_TAG = re.compile(r"""{%\s*(?:extends|include)\s+['"](\w+)/""")
TABLE_IN_SQL = re.compile(r"\b(?:from|join|into|update)\s+([a-z]+)_[a-z]+", re.I)


def templates_below(folder):
    return sorted(p for kind in ("html", "txt") for p in folder.rglob(f"*.{kind}"))


def our_models():
    return [m for m in apps.get_models() if m.__module__.startswith("boutdufil.")]


def floor(model) -> int:
    return FLOOR_OF_APP.get(model._meta.app_label, 99)


def test_relations_point_down_or_stay_home():
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model in our_models()
        if field.related_model._meta.app_label != model._meta.app_label
        and floor(field.related_model) >= floor(model)
    ]

    assert wrong == []


def test_migrations_do_not_depend_on_another_room():
    loader = MigrationLoader(None)
    wrong = [
        (key, dependency)
        for key, migration in loader.disk_migrations.items()
        for dependency in migration.dependencies
        if key[0] in rooms() and dependency[0] in rooms() and key[0] != dependency[0]
    ]

    assert wrong == []


def test_templates_name_no_other_room():
    wrong = []
    for path in templates_below(PACKAGE):
        inside = path.relative_to(PACKAGE).parts
        home = inside[1] if inside[0] == "rooms" else inside[0]
        if home == "portal":
            continue
        named = set(URL_TAG.findall(path.read_text())) | set(TEMPLATE_TAG.findall(path.read_text()))
        wrong += [(shown(path), room) for room in named if room in rooms() and room != home]

    assert wrong == []


def test_code_reverses_no_other_rooms_address():
    wrong = []
    for path in python_files():
        inside = path.relative_to(PACKAGE).parts
        if inside[0] in {"portal", "config"}:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                room = node.value.split(":")[0] if re.fullmatch(r"\w+:\w+", node.value) else None
                if room in rooms() and room not in inside:
                    wrong.append((shown(path), node.value))

    assert wrong == []


def test_raw_sql_names_own_tables_only():
    labels = {config.label for config in apps.get_app_configs() if "boutdufil" in config.name}
    wrong = []
    for path in python_files():
        home = path.relative_to(PACKAGE).parts[1:2]
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named = set(TABLE_IN_SQL.findall(node.value)) & labels
                wrong += [(shown(path), label) for label in named if (label,) != home]

    assert wrong == []


def enqueued_names():
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("jobs.enqueue", "jobs.enqueue_many")
            ):
                yield shown(path), ast.literal_eval(node.args[0])


def test_enqueued_jobs_are_declared():
    assert [(where, name) for where, name in enqueued_names() if name not in queue.tasks] == []


def test_job_names_carry_their_module():
    ours = [name for name, task in queue.tasks.items() if not name.startswith("builtin")]
    labels = {config.label for config in apps.get_app_configs()}

    assert [name for name in ours if name.split(".")[0] not in labels] == []


def test_rooms_have_the_same_file_names():
    allowed = {
        *("__init__", "apps", "urls", "admin", "views", "api", "streams", "consumers", "tasks"),
        *("demo", "dispatcher", "documents", "forms", "services", "selectors", "permissions"),
        *("models", "rules", "events", "enums", "errors"),
    }
    folders = {"migrations", "templates", "static", "data", "templatetags", "__pycache__"}
    odd = [
        f"{room}/{entry.name}"
        for room in rooms()
        for entry in (ROOMS / room).iterdir()
        if (entry.is_dir() and entry.name not in folders | allowed)
        or (entry.suffix == ".py" and entry.stem not in allowed)
    ]

    assert odd == []
