"""No token of a personal link, no address and no word of a person reaches a log."""

import logging
import smtplib
import subprocess
import sys

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from ccm_portal.logs import Line, WithoutTokens

TOKEN = "Zk3" * 14 + "x"


def line(message, *args):
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, None)
    assert WithoutTokens().filter(record)
    return record.getMessage()


def test_it_works():
    assert line("%s: %s", "Gone", f"/l/{TOKEN}/") == "Gone: /l/…"
    assert line("Not Found: /desk/") == "Not Found: /desk/"


@pytest.mark.django_db
def test_a_wrong_token_is_not_logged(capfd):
    console = logging.StreamHandler()
    console.addFilter(WithoutTokens())
    logger = logging.getLogger("django.request")
    logger.addHandler(console)
    try:
        assert Client().get(f"/l/{TOKEN}/").status_code == 404
    finally:
        logger.removeHandler(console)
    said = capfd.readouterr().err
    assert "/l/…" in said
    assert TOKEN not in said


def test_the_console_has_the_filter(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["no tokens"]


# --- exceptions -----------------------------------------------------------------------------------------------------


def logged(error, message="It failed."):
    """As the console writes it."""
    try:
        raise error
    except type(error):
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, message, (), sys.exc_info())
    return Line("{levelname} {message}", style="{").format(record)


def test_an_exception_is_told_by_its_kind_and_place_without_what_it_quotes():
    said = logged(ValueError("the phone is +47 1234"), f"At /l/{TOKEN}/ for clerk@example.org.")
    assert said.startswith("ERROR At /l/… for …@….")
    assert "in logged\n" in said
    assert said.endswith("builtins.ValueError")
    assert "1234" not in said


@pytest.mark.parametrize("kind", [IntegrityError, OperationalError, OSError])
def test_what_the_machine_says_stays_in_its_first_line(kind):
    said = logged(kind("constraint one_email\nDETAIL:  Key (email)=(clerk@example.org) exists"))
    assert said.endswith("Error: constraint one_email")


def test_what_the_mail_server_says_does_not():
    assert logged(smtplib.SMTPDataError(550, b"Mr Smith is away")).endswith("smtplib.SMTPDataError")


def test_what_it_came_from_is_told_in_the_same_way():
    error = ValueError("Smith")
    error.__cause__ = KeyError("Jones")
    said = logged(error)
    assert said.index("builtins.KeyError") < said.index("and then:") < said.index("builtins.ValueError")
    assert "Smith" not in said
    assert "Jones" not in said


def test_a_traceback_that_another_handler_kept_is_not_taken_over():
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "It failed.", (), None)
    record.exc_text = "ValueError: Smith"
    assert Line("{message}", style="{").format(record) == "It failed."


def test_the_console_writes_such_lines(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == "ccm_portal.logs.Line"
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "line"


def test_so_does_gunicorn(settings):
    """Its own words about a request that failed outside Django."""
    program = """
from gunicorn.config import Config
from runpy import run_path
config = Config()
config.set("logger_class", run_path("deploy/gunicorn.conf.py")["logger_class"])
log = config.logger_class(config)
log.error("Error handling request %s", "/l/abc/?x=clerk@example.org")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert "Error handling request /l/…" in done.stderr
    assert "example" not in done.stderr
