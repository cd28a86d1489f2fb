"""The desk's page for a mail that came back: as a file or pasted; what cannot be read is said and kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from friends.models import Proposal
from tests.cast import HOUR, NOW, Cast, cast
from tests.friends.reading.test_replies import mail
from tests.queries import at_the_desk

PAGE = "/desk/contacts/replies/"


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW + 2 * HOUR, tick=False)
    return cast()


@pytest.fixture
def keeper(people):
    return at_the_desk(people.admin)


def test_it_works(keeper, people):
    assert "A mail that came back" in keeper.get(PAGE).text
    file = SimpleUploadedFile("reply.eml", mail("I have left the mission; write to nora@example.org."))
    answer = keeper.post(PAGE, {"file": file}, follow=True)
    proposal = Proposal.objects.get()
    assert answer.redirect_chain == [(proposal.get_absolute_url(), 302)]
    assert "Nothing is changed yet." in answer.text and "<ins>nora@example.org</ins>" in answer.text


def test_words_may_be_pasted(keeper, people):
    keeper.post(PAGE, {"text": "norway.1@example.org is on leave until 5 January 2027"})
    assert Proposal.objects.get().kind == Proposal.Kind.AWAY


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": ""}, "Choose a file, or paste the words"),
        ({"text": "Hello from nobody@example.org"}, "nobody@example.org is not on the list"),
        ({"text": "boundary " * 100}, "more than 60 parts"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(keeper, people, sent, said):
    answer = keeper.post(PAGE, sent)
    assert answer.status_code == 400
    assert said in answer.text and sent.get("text", "")[:8] in answer.text
    assert not Proposal.objects.exists()
