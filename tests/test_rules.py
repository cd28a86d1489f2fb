"""Rules that hold in every file: history is never passed by, imports stand at the top, an office has its own name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
APPS = ["ccm_portal", "friends", "meetings", "actions"]
MODULES = [
    path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts
]
TEXTS = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt"))
TEXTS += sorted(ROOT.glob("**/locale/**/*.po"))

# A change in bulk leaves no history. Of tracked models, these modules claim a version so, and history.save follows.
CLAIMS = {"meetings/paragraphs.py", "meetings/minutes.py", "meetings/comments.py"}
# Models without history, whose states several workers race for.
UNTRACKED = {
    "ccm_portal/letters.py": "ccm_portal.Letter",
    "ccm_portal/outbox.py": "ccm_portal.Letter",
    "meetings/publishing.py": "meetings.Preparation",
}
# What erasing a person takes out of rows and of their history must leave no history.
ERASING = {"ccm_portal/holdings.py"}
BULK = {"update", "bulk_create", "bulk_update"}
TRANSLATED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
# Of a dictionary or of settings, not of rows.
NOT_ROWS = {"app.conf", "os.environ"}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def bulk_changes(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in BULK
            and ast.unparse(node.func.value) not in NOT_ROWS
        ):
            yield node


def translated(tree: ast.AST) -> Iterator[str]:
    """The sentences a person may get to read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATED:
            yield from (str(part.value) for part in node.args if isinstance(part, ast.Constant))


def inner_imports(tree: ast.AST) -> list[int]:
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    inside = (inner for function in functions for inner in ast.walk(function))
    return [node.lineno for node in inside if isinstance(node, ast.Import | ast.ImportFrom)]


def test_rows_are_changed_in_bulk_only_where_it_is_said_here():
    found = {name_of(path) for path in MODULES if any(bulk_changes(tree_of(path)))}
    assert found == CLAIMS | set(UNTRACKED) | ERASING


@pytest.mark.parametrize("module", sorted(CLAIMS))
def test_a_claim_takes_the_version_and_nothing_else(module):
    changes = list(bulk_changes(tree_of(ROOT / module)))
    assert [[word.arg for word in change.keywords] for change in changes] == [["version"]] * len(changes)
    assert all(ast.unparse(change.keywords[0].value) == "version + 1" for change in changes)


@pytest.mark.parametrize("model", sorted(set(UNTRACKED.values())))
def test_what_is_changed_in_bulk_has_no_history(model):
    assert not hasattr(apps.get_model(model), "history")


def test_imports_stand_at_the_top():
    assert {name_of(path): lines for path in MODULES if (lines := inner_imports(tree_of(path)))} == {}


def test_no_office_is_called_secretariat():
    word = re.compile("secretariat", re.I)
    said = {name_of(path) for path in TEXTS if word.search(path.read_text())}
    said |= {name_of(path) for path in MODULES if any(map(word.search, translated(tree_of(path))))}
    assert said == set()


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("Paragraph.objects.filter(pk=pk).update(text=text)", bulk_changes),
        ("rows.bulk_create(new)", bulk_changes),
        ("def f():\n    import os\n", inner_imports),
        ("def f():\n    if x:\n        from a import b\n", inner_imports),
        ("_('Written by the Secretariat.')", translated),
    ],
)
def test_each_rule_bites(source, rule):
    assert list(rule(ast.parse(source))) != []
