"""Fixtures for all tests (databases, mail server, browser), and the marks that `tests.run` selects by."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import TransactionTestCase
from playwright.sync_api import Browser, Page, sync_playwright

from tests import browsers, databases, environment
from tests.smtp import SmtpServer

DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_setup",
    "live_server",
    "database_template",
    "cloned_database",
}
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what touches a database `orm` and what tells a long story `journey`.

    What is about the set-up of real use (`services`: PostgreSQL, Redis, Celery's workers) belongs to the run on
    PostgreSQL alone; what would be the same on any database (`once`: how a page looks) to the one on SQLite.
    """
    not_here = "services" if databases.is_sqlite(os.environ["DATABASE_URL"]) else "once"
    elsewhere = [item for item in items if item.get_closest_marker(not_here)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if not item.get_closest_marker(not_here)]
    # The long ones first, so that no worker is left alone with one in the end.
    items.sort(key=lambda item: not {"journeys", "trust"}.intersection(item.path.parts))
    for item in items:
        if _touches_a_database(item):
            item.add_marker("orm")
        if "journeys" in item.path.parts:
            item.add_marker("journey")


def _touches_a_database(item: pytest.Item) -> bool:
    cls = getattr(item, "cls", None)
    return (
        item.get_closest_marker("django_db") is not None
        or item.get_closest_marker("services") is not None
        or not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
        or (cls is not None and issubclass(cls, TransactionTestCase))
    )


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> None:
    """Passwords are hashed as in real use, with fewer rounds: a hundred sign-ins would take minutes."""
    PBKDF2PasswordHasher.iterations = 1000


@pytest.fixture(autouse=True)
def public_folder(settings: Any) -> None:
    """Each test publishes into a folder of its own: a page of another test's publication would be served to it."""
    settings.PUBLIC_DIR = str(environment.HERE / uuid.uuid4().hex)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_template: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each worker has a copy of the template. SQLite is tested as it runs: from a file, with its write-ahead log."""
    test = settings.DATABASES["default"].setdefault("TEST", {})
    if databases.is_sqlite(database_template):
        test["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        databases.copy_file(database_template, test["NAME"])
    else:
        test["NAME"] = f"test_portal_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
        test["TEMPLATE"] = databases.name_of(database_template)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The copied file is the test database; it goes with its folder."""
    return databases.is_sqlite(os.environ["DATABASE_URL"])


@pytest.fixture(scope="session")
def database_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a migrated, empty database of the kind under test; whoever needs a database copies it.

    `tests.run` has one ready for all its workers.
    """
    if ready := os.environ.get("DATABASE_TEMPLATE"):
        yield ready
        return
    with databases.migrated(os.environ["DATABASE_URL"], tmp_path_factory.mktemp("template")) as url:
        yield url


@pytest.fixture
def cloned_database(database_template: str, tmp_path: Path) -> Iterator[str]:
    """DATABASE_URL of a database of this test's own, for the processes it starts; gone afterwards."""
    with databases.clone(database_template, tmp_path) as url:
        yield url


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A counting mail server on a free port; see `tests/smtp.py` for what it can be told to answer."""
    with SmtpServer() as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Real Chromium, as the machine has it, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.chromium(), args=browsers.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a fresh profile. An error in a script, or something our security policy stopped, fails the test."""
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: _note(line.text, errors))
    yield page
    context.close()
    assert errors == []


def _note(line: str, errors: list[str]) -> None:
    if "Content Security Policy" in line:
        errors.append(line)
