"""What holds for the code as a whole: who imports whom, where time and transactions come from, what tables and errors tell."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from piccolo.table import Table

import config
import exams
import public_list
import registry
from registry.errors import RegistryError
from registry.texts import Text

ROOT = Path(__file__).parent.parent
PACKAGES = (registry, exams, public_list, config)
FLOORS = ["registry", "exams", "public_list", "config"]
SOURCES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
    for name in FLOORS
    for path in sorted((ROOT / name).rglob("*.py"))
}


def imported(tree: ast.Module) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call of an attribute, as `what.name`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield f"{ast.unparse(node.func.value)}.{node.func.attr}", node


@pytest.fixture(scope="module")
def modules(database_url: str) -> list[ModuleType]:
    """Every module of ours, imported."""
    return [
        importlib.import_module(found.name)
        for package in PACKAGES
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]


@pytest.mark.parametrize("path", SOURCES)
def test_imports_point_one_way(path: str) -> None:
    """config → public_list → exams → registry; nothing imports what stands above it, and no code imports the tests."""
    above = [*FLOORS[FLOORS.index(path.split("/", maxsplit=1)[0]) + 1 :], "tests", "benchmarks"]
    assert not [module for module in imported(SOURCES[path]) if module.split(".")[0] in above]


def test_transactions_are_opened_in_one_place_only() -> None:
    """Piccolo's own transaction leaks its connection; ours is the only one, and nothing opens another inside it."""
    opened = {
        (path, call)
        for path, tree in SOURCES.items()
        for call, _ in calls(tree)
        if call.endswith((".transaction", ".atomic")) and path != "registry/transactions.py"
    }
    assert not opened


def test_no_query_is_raw() -> None:
    """Piccolo's `.raw()` has placeholders of its own; where SQL is needed, the connection of the transaction runs it."""
    assert not [(path, call) for path, tree in SOURCES.items() for call, _ in calls(tree) if call.endswith(".raw")]


def test_no_sql_is_put_together_from_values() -> None:
    """SQL that runs is written out; only what can be no parameter is ever put into it.

    Names of tables by the demo's own clean-up, and the name that the database itself gave a snapshot.
    """
    run = {"execute", "executemany", "fetch", "fetchrow", "fetchval"}
    made = [
        path
        for path, tree in SOURCES.items()
        for call, node in calls(tree)
        if call.rpartition(".")[2] in run and node.args and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert set(made) <= {"config/demo/__init__.py", "public_list/listing/reading.py"}


CLOCKS = {"now", "today", "utcnow", "utcfromtimestamp", "fromtimestamp", "time", "time_ns", "localtime", "gmtime"}
MAY_READ_THE_CLOCK = {"registry/days.py", "config/logs.py", "config/access_log.py", "config/demo/__init__.py"}
"""The clock itself, the stamps of log lines, and the stamp under a demo that was told."""


def test_the_clock_is_read_in_one_place() -> None:
    """`now` is an argument everywhere; only `system_now` reads the system's clock, and no day is taken from it."""
    read = {
        (path, call)
        for path, tree in SOURCES.items()
        for call, _ in calls(tree)
        if call.rpartition(".")[2] in CLOCKS and call.split(".")[0] in {"datetime", "date", "time", "dt"}
    }
    assert {path for path, _ in read} <= MAY_READ_THE_CLOCK
    assert not [call for _, call in read if call.endswith(("today", "utcnow"))]


def test_no_instant_is_naive() -> None:
    """A call of `datetime.now` names its zone, and `now.date()` is nowhere: the day of an instant is Amsterdam's."""
    for path, tree in SOURCES.items():
        for call, node in calls(tree):
            assert call != "datetime.now" or node.args or node.keywords, path
            assert call not in {"now.date", "instant.date"}, path


def tables(modules: list[ModuleType]) -> list[type[Table]]:
    """Every table of ours."""
    return [
        each for each in subclasses(Table) if each.__module__.endswith(".tables") and each.__module__.split(".")[0] in FLOORS
    ]


def subclasses(kind: type) -> list[type]:
    """A class's subclasses, and theirs."""
    children: list[type] = kind.__subclasses__()
    return [each for child in children for each in (child, *subclasses(child))]


def test_every_table_says_which_personal_data_it_holds(modules: list[ModuleType]) -> None:
    """In its own docstring, or in its module's: which, or that there is none."""
    silent = [
        table.__name__
        for table in tables(modules)
        if "personal data" not in f"{table.__doc__} {importlib.import_module(table.__module__).__doc__}".lower()
    ]
    assert len(tables(modules)) > 35
    assert silent == []


def test_every_error_has_its_own_code_and_both_languages(modules: list[ModuleType]) -> None:
    """A code in kebab case that no other class has; a title and a detail in Dutch and in English."""
    errors: list[type[RegistryError]] = [each for each in subclasses(RegistryError) if each.__module__.split(".")[0] in FLOORS]
    assert len(errors) > 50
    codes: dict[str, str] = {}
    for error in errors:
        assert "code" in vars(error), error
        assert error.code == error.code.lower().replace("_", "-").strip("-"), error
        assert codes.setdefault(error.code, error.__qualname__) == error.__qualname__
        assert isinstance(error.title, Text), error
        assert isinstance(error.detail, Text), error
        assert all([error.title.nl, error.title.en, error.detail.nl, error.detail.en]), error
        assert error.__doc__, error


def test_rules_are_pure() -> None:
    """A module of rules imports no database, no framework and nothing that does."""
    allowed_of_tables = {"registry/numbering.py"}
    for path, tree in SOURCES.items():
        if path.endswith("/rules.py") and path not in allowed_of_tables:
            roots = {module.split(".")[0] for module in imported(tree)}
            assert not roots & {"piccolo", "asyncpg", "litestar"}, path
            assert not [module for module in imported(tree) if module.endswith((".tables", ".service"))], path


def test_every_public_function_of_a_service_is_a_sentence() -> None:
    """What a service promises stands in its docstring."""
    for path, tree in SOURCES.items():
        for node in tree.body if path.endswith("/service.py") else ():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path}: {node.name}"


def test_writing_services_take_an_instant_and_an_actor() -> None:
    """Who opens a transaction in a service was told who acts, and when."""
    for path, tree in SOURCES.items():
        if not path.endswith("/service.py") or path.startswith("config/"):
            continue
        for node in tree.body:
            if not isinstance(node, ast.AsyncFunctionDef) or "with transaction()" not in ast.unparse(node):
                continue
            names = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            assert "now" in names or "at" in names, f"{path}: {node.name}"
            assert "actor" in names or node.name == "sign_in", f"{path}: {node.name}"
