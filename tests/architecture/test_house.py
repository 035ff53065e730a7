"""The house keeps to its own rules: who imports whom, how long things are, what the repository may not mention."""

import ast
import inspect
import re
from functools import cache
from pathlib import Path

import pytest

from panel import commands as c
from panel import ports
from panel.acts import HANDLERS
from tests.story import ROOT, profiles

PACKAGES = ("panel", "dialogs", "adapters", "store", "bot", "desk")
MODULES = [
    path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")) if "node_modules" not in path.parts
]
MAY_IMPORT = {
    "panel": {"panel"},
    "dialogs": {"panel", "dialogs"},
    "adapters": {"panel", "adapters"},
    "store": {"panel", "store"},
    "bot": {"panel", "dialogs", "adapters", "store", "bot"},
    "desk": {"desk"},
}
ONLY_IN = {
    "botbuilder": "adapters/teams",
    "botframework": "adapters/teams",
    "msal": "adapters",
    "exchangelib": "adapters/mail/ews",
    "aiosmtpd": "adapters/mail",
    "docx": "adapters/documents",
    "docxtpl": "adapters/documents",
    "pyphen": "adapters/documents",
    "icalendar": "adapters/documents",
    "tinydb": "store",
    "microsoft_teams": "dialogs",
    "apscheduler": "bot",
}
PURE = {"datetime.now", "date.today", "datetime.utcnow", "time.time", "open", "print"}


@cache
def tree_of(path: Path) -> ast.Module:
    """A module, read once for all rules."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path) -> frozenset[str]:
    """The dotted names a module imports."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return frozenset(found)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_one_way(package: str) -> None:
    """panel knows nobody; dialogs, adapters and store know panel; bot knows all; the desk stands outside."""
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in MODULES
        if path.relative_to(ROOT).parts[0] == package
        for name in imported(path)
        if name.partition(".")[0] in PACKAGES and name.partition(".")[0] not in MAY_IMPORT[package]
    ]
    assert wrong == []


@pytest.mark.parametrize(("library", "place"), ONLY_IN.items())
def test_a_library_stays_in_its_corner(library: str, place: str) -> None:
    """Each may be replaced by changing one folder."""
    users = [name_of(path) for path in MODULES if library in {name.partition(".")[0] for name in imported(path)}]
    assert [user for user in users if not user.startswith(place)] == []


def test_no_module_is_longer_than_a_person_reads() -> None:
    """Three hundred lines are the most."""
    long = {name_of(path): n for path in MODULES if (n := len(path.read_text(encoding="utf-8").splitlines())) > 300}
    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    """Fifty lines are the most."""
    long = [
        f"{name_of(path)}:{node.name}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []


def test_every_module_says_what_it_is_for() -> None:
    """A first sentence in each."""
    assert [name_of(path) for path in MODULES if not ast.get_docstring(tree_of(path)) and path.read_text("utf-8")] == []


def test_no_module_is_called_by_a_name_that_says_nothing() -> None:
    """Names such as utils hide what is inside."""
    empty = {"utils", "util", "helpers", "helper", "manager", "data", "common", "misc"}
    assert [name_of(path) for path in MODULES if path.stem in empty or path.parent.name in empty] == []


@pytest.mark.parametrize("package", ["panel", "dialogs"])
def test_the_rules_have_no_clock_no_disk_and_no_log(package: str) -> None:
    """Time comes in as an argument; profiles are the one thing read from disk."""
    found = []
    for path in MODULES:
        if path.relative_to(ROOT).parts[0] != package:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in PURE:
                found.append(f"{name_of(path)}:{node.lineno} {ast.unparse(node.func)}")
        found += [
            f"{name_of(path)} imports {name}" for name in imported(path) & {"logging", "socket", "asyncio", "random"}
        ]
    assert found == []


def test_no_code_asks_for_a_council() -> None:
    """A panel is data: no module holds the id, the name or the council of one as a value of its own."""
    panels = [profile.panel for profile in profiles().values()]
    named = {word for panel in panels for word in (panel.id, panel.name, panel.council, panel.prefix)}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if path.relative_to(ROOT).parts[0] != "desk" and isinstance(node, ast.Constant) and node.value in named
    ]
    assert found == []


def test_every_command_has_its_handler() -> None:
    """What can be asked for can be carried out."""
    kinds = {kind for _, kind in inspect.getmembers(c, inspect.isclass) if issubclass(kind, c.Command)}
    assert kinds - {c.Command, c.About, c.AboutMeeting} == set(HANDLERS)


def test_a_store_can_only_be_written_with_an_audit_entry() -> None:
    """The one way to write takes a change, and a change with records has its audit entry."""
    writes = [name for name, _ in inspect.getmembers(ports.Store, inspect.isfunction) if not name.startswith("_")]
    assert sorted(writes) == ["close", "read", "trail", "transact"]
    assert "audit" in ports.Change.__dataclass_fields__


def test_every_test_that_skips_says_why() -> None:
    """No test is put aside in silence."""
    bare = re.compile(r"pytest\.mark\.(skip|xfail)\b(?!\w)")
    tests = sorted((ROOT / "tests").rglob("test_*.py"))
    assert [
        name_of(path) for path in tests if bare.search(path.read_text("utf-8")) and path.name != "test_house.py"
    ] == []
