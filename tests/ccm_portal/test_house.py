"""Fences that import-linter cannot draw: what pure packages take from Django, and the names of modules."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ["ccm_portal", "friends", "meetings", "actions"]
PURE = ["friends/reading", "meetings/reading", "meetings/text"]
# Translation, escaping and the like are functions on values; the rest of Django knows requests and databases.
ALLOWED = "django.utils"
# What anyone may read is made of these rows alone. import-linter sees the package of models, not the names out of it.
PUBLIC_MODELS = {"Document", "Meeting", "Publication", "PublicationFile"}
NAMES_THAT_SAY_NOTHING = {"services", "utils", "helpers", "common", "manager", "managers", "misc"}
MOST_LINES = 400


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def modules(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


@pytest.mark.parametrize("folder", PURE)
def test_text_work_knows_neither_database_nor_request(folder):
    taken = {name for path in modules(folder) for name in imports_of(path) if name.split(".")[0] == "django"}
    assert {name for name in taken if not f"{name}.".startswith(f"{ALLOWED}.")} == set()


@pytest.mark.parametrize(
    "module", ["meetings/public.py", "meetings/public_pages.py", "meetings/views/public.py"]
)
def test_what_is_public_is_read_from_these_models_alone(module):
    nodes = [
        node for node in ast.walk(ast.parse((ROOT / module).read_text())) if isinstance(node, ast.ImportFrom)
    ]
    taken = {alias.name for node in nodes if ".models" in f".{node.module}" for alias in node.names}
    assert taken - {"Exists", "F", "OuterRef", "Q", "QuerySet"} <= PUBLIC_MODELS


# What anybody may know of the roster is made of these.
PUBLIC_ROSTER = {"AreaAlias", "Assignment", "Delegation", "ThematicArea"}


@pytest.mark.parametrize(
    ("module", "models"),
    [("friends/public.py", PUBLIC_ROSTER), ("meetings/public_areas.py", PUBLIC_MODELS)],
)
def test_what_is_public_of_areas_is_read_from_these_models_alone(module, models):
    nodes = [
        node for node in ast.walk(ast.parse((ROOT / module).read_text())) if isinstance(node, ast.ImportFrom)
    ]
    rows = [node for node in nodes if (node.module or "").endswith(".models")]
    taken = {alias.name for node in rows if node.module != "django.db.models" for alias in node.names}
    assert taken <= models


def test_a_module_is_named_after_its_noun():
    assert [path for path in modules(*APPS) if path.stem in NAMES_THAT_SAY_NOTHING] == []


def test_no_module_is_too_long_to_read():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules(*APPS)}
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}
