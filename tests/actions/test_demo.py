"""The demo: its data by the real verbs, its four doors, and the command that starts and ends it all."""

import datetime as dt
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions import open_matters, today
from actions.demo import asked, listing, loading, roster
from actions.models import ActionPoint
from actions.records import Choices, Preview, bring_in, hand_in
from actions.views.demo import RECORD
from ccm_portal import outbox, sign_in
from ccm_portal.actors import IMPORT
from ccm_portal.models import Letter
from friends import bounces, reviews
from friends.models import Assignment, Body, Contact, ContactListEdition, Delegation, Reconfirmation
from friends.roster import Row, rows_recorded, said_on
from friends.roster import rows_on as roster_of
from meetings import item_proposals, rounds
from meetings.models import CallForItems, Document, Meeting, Paper, Publication, Round

# The demo is on SQLite, always.
pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90
SECOND_START_SECONDS = 20

needs_data = pytest.mark.usefixtures("loaded")


@pytest.fixture
def loaded(db: None, renderer: None, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    settings.EMAIL_URL = ""  # type: ignore[attr-defined]
    loading.load(timezone.now())


@needs_data
class TestData:
    def test_it_works(self) -> None:
        texts = Document.objects.filter(kind="minutes").order_by("meeting__earliest")
        assert [text.status for text in texts] == ["published", "in_round", "drafting"]
        assert loading.is_loaded()
        now = timezone.now()
        ages = [(now.date() - text.meeting.earliest).days for text in texts]
        assert ages[0] > 5000
        assert 21 <= ages[1] <= 28
        assert 7 <= ages[2] <= 14

    def test_two_papers_stand_before_the_meetings(self) -> None:
        found = {
            str(paper): (paper.document.status, paper.access, paper.drafts) for paper in Paper.objects.all()
        }
        assert found == {
            "Working between meetings": ("cleared", "friends", 1),
            "Reaching the meeting": ("drafting", "public", 1),
        }
        assert all(paper.meetings.count() == paper.items.count() == 2 for paper in Paper.objects.all())

    def test_the_archive_is_public_with_its_pdf(self) -> None:
        publication = Publication.objects.get()
        assert publication.published_at.year == 2010
        assert {file.media_type for file in publication.files.all()} >= {
            "application/pdf",
            "application/json",
        }
        closed = Round.objects.get(closed_at__isnull=False)
        assert rounds.undecided(closed) == 0
        assert "attendance had been larger" in publication.canonical

    def test_the_round_has_replies_of_every_kind(self) -> None:
        round_ = Round.objects.get(closed_at=None)
        replies = [reply for _seat, reply in rounds.standing(round_)]
        assert set(replies) == {"comments", "no_comments", "consulting", None}
        assert rounds.undecided(round_) == 2
        assert round_.deadline > timezone.now()

    def test_there_is_something_to_do(self) -> None:
        body = Meeting.objects.first().body_id
        assert len(today.steps({body}, timezone.now())) == 3
        [questions] = today.list_questions({body}, timezone.now())
        assert (questions.pairs, questions.likenesses) == (1, 1)
        assert ActionPoint.objects.count() == 8

    def test_the_next_meeting_is_in_the_making(self) -> None:
        call = CallForItems.objects.get()
        assert call.meeting.earliest > timezone.localdate()
        assert {row.state for row in item_proposals.of_call(call)} == {"accepted", "waiting"}
        assert [row.matter.kind for row in open_matters.taken_up(call.meeting)] == ["point"]

    def test_its_letters_stay_on_screen_whatever_their_age(self) -> None:
        outbox.run(timezone.now())
        away = Letter.objects.exclude(state=Letter.State.SHOWN)
        assert [letter.server_said for letter in away] == [asked.REFUSED[1]]

    def test_the_list_is_under_way(self) -> None:
        body = Body.objects.get()
        edition = ContactListEdition.objects.get()
        assert edition.as_of == dt.date(2010, 11, 12)
        addresses = str(edition.content)
        assert "norway.second@" in addresses and "belgium.geneva@" in addresses
        stands = reviews.standing(body.list_reviews.get())
        assert sum(one.entry.confirmed_at is not None for one in stands) == 4
        assert {one.kind for stand in stands for one in stand.proposals} == {"correct", "successor"}
        [bounce] = bounces.on_list(body, timezone.localdate())
        assert str(bounce.contact.delegation) == "Chile"
        assert str(Reconfirmation.objects.get().delegation) == "Austria"

    def test_nobody_in_it_is_a_person(self) -> None:
        for contact in Contact.objects.all():
            assert contact.email.endswith("@example.org")
            assert re.search(r"point|[Dd]esk|office|branch|Office", contact.name)

    def test_the_offered_record_comes_in_and_can_be_walked(self) -> None:
        body = Meeting.objects.first().body
        kept = hand_in(
            "record.txt",
            RECORD.read_bytes(),
            body=body,
            time_zone=body.time_zone,
            by=IMPORT,
            now=timezone.now(),
        )
        preview = Preview(kept)
        assert not preview.obstacle
        assert preview.figures.agenda_areas == 8
        assert preview.figures.action_points == 4
        assert preview.other_names == []
        assert not [line for line in preview.record.report if line.became == "kept as text"]
        meeting = bring_in(kept, Choices(), by=IMPORT, now=timezone.now())
        assert meeting.documents.get().status == "drafting"


@pytest.mark.django_db
class TestList:
    """The list in the manner of 2010, with what makes such a list hard."""

    @pytest.fixture(autouse=True)
    def set_up(self) -> None:
        listing.set_up()

    def test_it_works(self) -> None:
        body = Body.objects.get()
        rows = roster_of(body, dt.date(2010, 11, 12))
        assert len(rows) == len(roster.ENTRIES)
        led = [row for row in rows if row.assignment.role == Assignment.Role.COORDINATOR]
        assert {row.assignment.area.name for row in led} == set(roster.AREAS)
        assert all(row.assignment.decision for row in led)
        assert Assignment.objects.filter(role="cooperating", listed=False).count() == 5
        assert body.periods.get().ends == dt.date(2011, 9, 16)

    def test_signatories_of_2010_are_signatories(self) -> None:
        day = dt.date(2010, 11, 12)
        kinds = {state.name: state.capacity_on(day).kind for state in Delegation.objects.all()}
        assert {name for name, kind in kinds.items() if kind == "signatory"} == set(roster.SIGNATORIES)
        assert Delegation.objects.get(name="Chile").capacity_on(dt.date(2011, 6, 1)).kind == "state_party"

    def test_posts_are_open_proposed_confirmed_and_to_be_reconfirmed(self) -> None:
        rows = roster_of(Body.objects.get(), dt.date(2010, 12, 7))
        statuses = {row.assignment.status for row in rows}
        assert statuses == {"vacant", "proposed", "confirmed", "to_be_reconfirmed", "listed"}
        proposed = next(row.assignment for row in rows if row.assignment.status == "proposed")
        assert str(proposed.proposed_by) == "Japan"
        said = said_on(Body.objects.get(), dt.date(2010, 12, 7))
        assert [one.delegation.name for one in said if one.contradicts_itself] == ["Austria"]

    def test_a_contact_left_in_between_and_the_history_says_why(self) -> None:
        body, zone = Body.objects.get(), Body.objects.get().zone
        delegation, mailbox, last_day, heard, why = roster.LEFT
        address = f"{mailbox}@example.org"

        def addresses(rows: list[Row]) -> set[str]:
            return {contact.email for row in rows for contact in row.contacts}

        assert address in addresses(roster_of(body, last_day))
        assert address not in addresses(roster_of(body, last_day + dt.timedelta(days=1)))
        told = dt.datetime.combine(heard, dt.time(23), tzinfo=zone)
        for moment, stands in ((told - dt.timedelta(days=1), True), (told, False)):
            assert (address in addresses(rows_recorded(body, heard, moment))) is stands
        newest = Contact.history.filter(email=address).first()
        assert (newest.history_change_reason, newest.history_date.date()) == (why, heard)
        assert delegation == str(Contact.objects.get(email=address).delegation)


@needs_data
class TestDoors:
    def test_it_works(self, client: Client) -> None:
        page = client.get(reverse("demo")).content.decode()
        for who in ("coordinator", "friend", "admin"):
            assert reverse("demo-enter", args=[who]) in page
        assert f'href="{reverse("home")}"' in page

    @pytest.mark.parametrize("who", ["coordinator", "admin"])
    def test_staff_come_in_and_go_out(self, client: Client, who: str) -> None:
        assert client.get(reverse("today")).status_code == 404
        assert client.post(reverse("demo-enter", args=[who]))["Location"] == reverse("today")
        assert client.get(reverse("today")).status_code == 200
        assert client.post(reverse("leave"))["Location"] == reverse("demo")
        assert client.get(reverse("today")).status_code == 404

    def test_nobody_is_asked_for_a_proof_they_cannot_give(self, client: Client) -> None:
        client.post(reverse("demo-enter", args=["coordinator"]))
        session = client.session
        session[sign_in.CONFIRMED] = (timezone.now() - dt.timedelta(hours=1)).isoformat()
        session.save()
        document = Document.objects.get(status="drafting", kind=Document.Kind.MINUTES)
        assert client.get(reverse("clearance", args=[document.pk])).status_code == 200
        assert client.get(reverse("staff-invite")).status_code == 200

    def test_a_friend_comes_in_by_the_link_of_the_letter(self, client: Client) -> None:
        round_ = Round.objects.get(closed_at=None)
        seat = round_.delegations.get(name="Canada")
        door = client.post(reverse("demo-enter", args=["friend"]), {"seat": seat.pk})
        assert "Canada" in client.get(door["Location"]).content.decode()
        inside = client.post(door["Location"])
        assert inside["Location"] == reverse("review", args=[round_.pk])
        assert client.get(inside["Location"]).status_code == 200

    def test_a_friend_of_nobody_is_sent_back(self, client: Client) -> None:
        assert client.post(reverse("demo-enter", args=["friend"]), {"seat": "x"})["Location"] == reverse(
            "demo"
        )

    def test_nobody_else_comes_in(self, client: Client) -> None:
        assert client.post(reverse("demo-enter", args=["president"])).status_code == 404

    def test_a_get_opens_no_door(self, client: Client) -> None:
        for address in (reverse("demo-enter", args=["coordinator"]), reverse("leave")):
            assert client.get(address).status_code == 405
        assert client.get(reverse("today")).status_code == 404

    def test_the_record_is_offered(self, client: Client) -> None:
        answer = client.get(reverse("demo-record"))
        assert answer.content == RECORD.read_bytes()
        assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
class TestElsewhere:
    def test_outside_demo_mode_there_is_no_door(self, client: Client) -> None:
        for address in (reverse("demo"), reverse("demo-record")):
            assert client.get(address).status_code == 404
        for address in (reverse("demo-enter", args=["coordinator"]), reverse("leave")):
            assert client.post(address).status_code == 404

    def test_without_data_the_page_says_what_to_do(self, client: Client, settings: object) -> None:
        settings.DEMO = True  # type: ignore[attr-defined]
        assert "make demo" in client.get(reverse("demo")).content.decode()
        assert client.post(reverse("demo-enter", args=["coordinator"])).status_code == 404


class TestCommand:
    def test_outside_demo_mode_it_says_so(self) -> None:
        with pytest.raises(CommandError, match="DEMO=1"):
            call_command("demo")

    @pytest.mark.parametrize("port", ["abc", "0", "70000"])
    def test_a_bad_port_is_refused(
        self, settings: object, monkeypatch: pytest.MonkeyPatch, port: str
    ) -> None:
        settings.DEMO = True  # type: ignore[attr-defined]
        monkeypatch.setenv("PORT", port)
        with pytest.raises(CommandError, match="is no port"):
            call_command("demo")

    def test_a_taken_port_is_said(self, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.DEMO = True  # type: ignore[attr-defined]
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            monkeypatch.setenv("PORT", str(port))
            with pytest.raises(CommandError, match=f"Port {port} is taken"):
                call_command("demo")


# --- the command as it is started ---------------------------------------------------------------------------------


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Started:
    """`manage.py demo` in a session of its own, as from a terminal."""

    def __init__(self, database: str, var: Path) -> None:
        self.port = free_port()
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment |= {
            "DEMO": "1", "DATABASE_URL": database, "VAR_DIR": str(var), "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip

    def until_ready(self, seconds: float) -> tuple[str, float]:
        """What it said until it was ready, and after how many seconds that was."""
        said = ""
        while "Ctrl-C ends it" not in said:
            line = self.process.stdout.readline()
            assert line, f"It ended: {said}"
            said += line
            assert time.monotonic() - self.began < seconds, said
        return said, time.monotonic() - self.began

    def children(self) -> list[int]:
        """Every process under it, at any depth."""
        found, look = [], [self.process.pid]
        while look:
            listed = subprocess.run(
                ["pgrep", "-P", str(look.pop())], capture_output=True, text=True, check=False
            )
            below = [int(pid) for pid in listed.stdout.split()]
            found += below
            look += below
        return found

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture
def started(cloned_database: str, tmp_path: Path) -> Iterator[list[Started]]:
    running: list[Started] = []
    yield running
    for one in running:
        if one.process.poll() is None:
            one.end(signal.SIGTERM)
        one.process.stdout.close()


def test_it_starts_serves_ends_and_starts_again(
    cloned_database: str, tmp_path: Path, started: list[Started]
) -> None:
    first = Started(cloned_database, tmp_path)
    started.append(first)
    said, _seconds = first.until_ready(START_SECONDS)
    for way in ("/demo/#coordinator", "/demo/#friend", "/demo/#admin", f"http://localhost:{first.port}/\n"):
        assert way in said
    with urllib.request.urlopen(f"http://localhost:{first.port}/") as answer:
        page = answer.read().decode()
    assert "7 December 2010" in page
    children = first.children()
    assert len(children) >= 3
    assert first.end(signal.SIGINT) == 0
    assert not [pid for pid in children if alive(pid)]

    second = Started(cloned_database, tmp_path)
    started.append(second)
    said, seconds = second.until_ready(SECOND_START_SECONDS)
    assert "Loading" not in said
    children = second.children()
    assert second.end(signal.SIGTERM) == 0
    assert not [pid for pid in children if alive(pid)]
    assert seconds < SECOND_START_SECONDS


def test_the_tuesday_is_the_last_one() -> None:
    assert loading._tuesday(dt.date(2026, 11, 24)) == dt.date(2026, 11, 24)
    assert loading._tuesday(dt.date(2026, 11, 23)) == dt.date(2026, 11, 17)
    assert roster.ENTRIES[0].delegation == "Lao PDR"
