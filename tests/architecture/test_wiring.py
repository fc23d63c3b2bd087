"""Handlers are services, and nobody subscribes one but the composition root."""

import ast
import inspect

from boutdufil.config import wiring
from boutdufil.kernel.events.declarations import declared
from boutdufil.kernel.events.handlers import handlers
from tests.architecture.source_tree import PACKAGE, python_files, shown, tree


def test_every_handler_is_a_service_of_the_module_it_is_named_after():
    odd = [
        (handler.name, handler.function)
        for handler in handlers()
        if not inspect.isfunction(handler.function)
        or ".services" not in handler.function.__module__
        or handler.name.split(".")[0] not in handler.function.__module__.split(".")
    ]

    assert odd == []


def test_every_event_is_declared_in_the_events_of_its_module():
    odd = [
        (name, cls.__module__)
        for name, cls in declared().items()
        if cls.__module__.split(".")[-2:] != [name.split(".")[0], "events"]
    ]

    assert odd == []


def test_wiring_twice_is_wiring_once():
    before = handlers()
    wiring.wire()

    assert handlers() == before


def test_the_composition_root_alone_subscribes():
    elsewhere = [
        f"{shown(path)}:{node.lineno}"
        for path in python_files()
        if path != PACKAGE / "config" / "wiring.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "events.subscribe"
    ]

    assert elsewhere == []
