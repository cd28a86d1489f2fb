"""No token of a personal link reaches a log."""

import logging

import pytest
from django.test import Client

from ccm_portal.logs import WithoutTokens

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
