"""The first run: one account, one body, one link printed once."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from ccm_portal.models import Letter, User
from friends.models import Body, BodyAlias, StaffRole

pytestmark = pytest.mark.django_db
WHO = ("coordinator@example.org", "--name", "The Coordinator")


def run(capsys, *arguments):
    call_command("createcoordinator", *arguments)
    said = capsys.readouterr().out
    return said, re.findall(r"http://localhost:8000(/l/\S+)", said)


def test_it_works(capsys):
    said, [link] = run(capsys, *WHO, "--body", "Friends of the Chair", "--zone", "Africa/Harare")
    assert "was created" in said and "72 hours" in said
    body = Body.objects.get()
    assert (body.name, body.slug, body.time_zone) == (
        "Friends of the Chair",
        "friends-of-the-chair",
        "Africa/Harare",
    )
    assert set(StaffRole.objects.values_list("role", flat=True)) == {"coordinator", "operator"}
    assert not Letter.objects.exists()
    assert Client().post(link).status_code == 303


def test_a_second_run_makes_no_second_account_and_prints_no_link(capsys):
    _said, [link] = run(capsys, *WHO)
    said, found = run(capsys, "Coordinator@Example.org", "--name", "Again")
    assert found == [] and "--again" in said
    assert (User.objects.count(), Body.objects.count(), StaffRole.objects.count()) == (1, 1, 2)
    assert Client().get(link).status_code == 200


def test_again_prints_a_new_link_and_voids_the_old(capsys):
    _said, [old] = run(capsys, *WHO)
    _said, [new] = run(capsys, *WHO, "--again")
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_a_body_is_found_by_any_of_its_names(capsys):
    run(capsys, *WHO)
    BodyAlias.objects.create(body=Body.objects.get(), name="Friends of the Chair")
    run(capsys, "second@example.org", "--name", "Second", "--body", "friends of the chair")
    assert Body.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nobody", "--name", "N"), "is not an email address"),
        ((*WHO, "--zone", "Mars/Base"), "is not a time zone"),
        ((*WHO, "--body", "会議"), "Latin letters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(capsys, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(capsys, *arguments)
    assert (User.objects.count(), Body.objects.count()) == (0, 0)
