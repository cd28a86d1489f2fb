"""How a body works: its coordinator says so, with a reason; whose word counts is asked of it when a round opens."""

import pytest

from ccm_portal.models import AuditRow
from friends.models import Body
from meetings import rounds
from tests.cast import DEADLINE, HOUR, NOW, Cast, cast, document_at
from tests.queries import at_the_desk, count

PAGE = "/desk/bodies/friends/"
WHY = "agreed by the Friends"


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW + 2 * HOUR, tick=False)
    return cast()


@pytest.fixture
def coordinator(people):
    return at_the_desk(people.coordinator)


def form(**changed):
    data = {
        "name": "Friends of the President", "office": "Executive Coordinator", "time_zone": "Europe/Zurich",
        "counting": ["state_party", "signatory", "state_not_party", "state"], "clearance_needed": "on",
        "approval_needed": "on", "draft_days": "7", "circulate_days": "10", "comment_days": "7",
        "publish_days": "21", "status_shown": "on", "public_addresses": "", "reason": WHY,
    }  # fmt: skip
    return data | changed


def test_it_works(coordinator, people):
    said = form(
        office="Support Unit",
        counting=["state_party"],
        public_addresses=" unit@example.org \n\n",
        name="Friends of the Chair",
    )
    assert coordinator.post(PAGE, said).url == PAGE
    body = Body.objects.get(slug="friends")
    assert (body.office, body.counting, body.public_addresses) == (
        "Support Unit",
        ["state_party"],
        "unit@example.org",
    )
    text = coordinator.get(PAGE).text
    for shown in (
        "“Friends of the President”",
        "Support Unit</ins>",
        "State Party</ins>",
        "The Coordinator",
        WHY,
    ):
        assert shown in text
    row = AuditRow.objects.get(event="body corrected")
    assert row.detail == {"counting": "state_party"}


@pytest.mark.once
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"time_zone": "Geneva"}, "Geneva is not a time zone"),
        ({"name": "Working Group on Clearance"}, "is known as a name of"),
        ({"office": "…"}, "need names"),
        ({"counting": []}, "This field is required."),
        ({"counting": ["everybody"]}, "Select a valid choice."),
        ({"comment_days": "0"}, "greater than or equal to 1"),
        ({"reason": ""}, "This field is required."),
    ],
)
def test_what_does_not_fit_is_said_and_changes_nothing(coordinator, wrong, sentence):
    before = Body.objects.filter(slug="friends").values().get()
    answer = coordinator.post(PAGE, form(**wrong))
    assert answer.status_code == 400 and sentence in answer.text
    assert Body.objects.filter(slug="friends").values().get() == before


@pytest.mark.once
def test_it_is_the_coordinators_alone(people):
    for other in (people.admin, people.stranger):
        assert at_the_desk(other).get(PAGE).status_code == 404
        assert at_the_desk(other).post(PAGE, form()).status_code == 404
    assert "How the body works" in at_the_desk(people.coordinator).get("/desk/names/").text
    assert "How the body works" not in at_the_desk(people.admin).get("/desk/names/").text


def test_whose_word_counts_is_as_the_body_says_when_the_round_opens(coordinator, people):
    """Canada has signed only: it counts where States do, not where States Parties alone do."""

    def counting(document) -> dict[str, bool]:
        return dict(document.rounds.get().delegations.values_list("name", "counts"))

    first = document_at("in_round", people)
    before = counting(first)
    assert before == {"Lao PDR": True, "Norway": True, "Canada": True, "ICRC": False}
    coordinator.post(PAGE, form(counting=["state_party", "observer"]))
    assert counting(first) == before, "an open round keeps what held at its opening"
    people.body.refresh_from_db()
    second = document_at("in_round", people, day=NOW.date())
    assert counting(second) == {"Lao PDR": True, "Norway": True, "Canada": False, "ICRC": True}


def test_a_plan_is_another_one_when_other_words_count(coordinator, people):
    from_before = document_at("cleared", people)
    seen = plan(from_before)
    coordinator.post(PAGE, form(counting=["state_party"]))
    from_before.body.refresh_from_db()
    assert plan(from_before) != seen


def plan(document) -> str:
    terms = {"deadline": DEADLINE, "cover_note": ""}
    return rounds.plan(document, **terms, now=NOW + HOUR).fingerprint


@pytest.mark.once
def test_it_takes_the_same_queries_at_any_length(coordinator, people):
    found = []
    for days in ("8", "9", "10"):
        coordinator.post(PAGE, form(comment_days=days, name=f"Friends {days}"))
        found.append(count(coordinator, PAGE))
    assert found[0] == found[2]
