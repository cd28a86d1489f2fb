"""The pages of delegations: the list, one with its capacities and names, and the forms that change them."""

import pytest
from django.urls import reverse

from friends.models import Capacity, Delegation, DelegationName
from tests.cast import NOW, Cast, cast, contact, delegation, listed
from tests.queries import at_the_desk, count

LIST, NEW = "/desk/delegations/", "/desk/delegations/new/"
WHY = "told by the depositary"
TODAY = NOW.date().isoformat()


@pytest.fixture
def people(db, time_machine) -> Cast:
    time_machine.move_to(NOW, tick=False)
    return cast()


@pytest.fixture
def keeper(people):
    return at_the_desk(people.admin)


@pytest.fixture
def norway(people) -> Delegation:
    return people.friend.delegation


def at(row, name: str = "delegation") -> str:
    return reverse(name, args=[row.pk])


def test_it_works(keeper, norway):
    text = keeper.get(LIST).text
    assert text.index("Lao PDR") < text.index("Norway") < text.index("Canada") < text.index("ICRC")
    assert at(norway) in text and "General status and operation" in text
    assert "Norvège" in keeper.get(at(norway)).text, "proposed"
    keeper.post(at(norway, "names-take"), {"reason": WHY})
    text = keeper.get(at(norway)).text
    for said in ("Norvège", "Royaume de Norvège", "挪威", "norway.1@example.org", "The Admin", WHY):
        assert said in text
    assert "The portal&#x27;s table has" not in text


def test_the_list_is_searched_in_any_language(keeper, norway):
    keeper.post(at(norway, "names-take"), {"reason": WHY})
    for words in ("norvege", "Норвегия", "NORW"):
        text = keeper.get(LIST, {"find": words}).text
        assert "1 delegation<" in text and at(norway) in text
    assert "2 delegations" in keeper.get(LIST, {"as": "state_party"}).text
    assert "No delegation is called so" in keeper.get(LIST, {"find": "Atlantis"}).text


def test_another_capacity_and_its_correction(keeper, norway):
    new = {"kind": "signatory", "holds_from": TODAY, "reason": WHY}
    assert keeper.post(at(norway, "capacity-new"), new).url == at(norway)
    text = keeper.get(at(norway)).text
    assert "until 1 November 2026" in text and "since 2 November 2026" in text
    row = Capacity.objects.get(delegation=norway, kind="signatory")
    wrong = {"kind": "signatory", "first": "2026-10-01", "last": "", "reason": WHY}
    answer = keeper.post(at(row, "capacity"), wrong)
    assert (
        answer.status_code == 400
        and "two would hold on one day" in answer.text
        and "2026-10-01" in answer.text
    )
    keeper.post(at(row, "capacity"), wrong | {"first": TODAY, "last": "2026-12-31"})
    row.refresh_from_db()
    assert row.valid_until and row.valid_until.isoformat() == "2026-12-31"
    earlier = keeper.get(at(norway), {"on": "2026-10-01"}).text
    assert "State Party · on 1 October 2026" in earlier
    assert keeper.get(at(norway), {"on": "yesterday"}).status_code == 200


@pytest.mark.once
def test_another_name_and_its_correction(keeper, norway):
    new = {"language": "fr", "short": "Norvege", "formal": "", "holds_from": TODAY, "reason": WHY}
    keeper.post(at(norway, "name-new"), new)
    row = DelegationName.objects.get(delegation=norway)
    keeper.post(
        at(row, "delegation-name"),
        {"short": "Norvège", "formal": "Royaume", "first": "", "last": "", "reason": WHY},
    )
    row.refresh_from_db()
    assert (row.short, row.valid_from) == ("Norvège", None)
    assert keeper.post(at(row, "delegation-name"), {"short": "", "reason": WHY}).status_code == 400


@pytest.mark.once
def test_a_delegation_more_and_one_put_right(keeper, norway):
    new = {"name": "Peru", "seat": "", "kind": "state_party", "holds_from": TODAY, "reason": WHY}
    keeper.post(NEW, new)
    peru = Delegation.objects.get(name="Peru")
    assert "Perú" in keeper.get(at(peru)).text
    answer = keeper.post(NEW, new | {"name": "norway"})
    assert answer.status_code == 400 and "is known as a name of “Norway”" in answer.text
    keeper.post(at(peru, "delegation-edit"), {"name": "Republic of Peru", "seat": "Lima", "reason": WHY})
    assert "Also recognised as" in keeper.get(at(peru)).text


@pytest.mark.once
def test_contacts_of_another_body_are_not_shown(people, norway):
    """The delegation is everybody's, who speaks for it in a body is not."""
    stranger = at_the_desk(people.stranger)
    text = stranger.get(at(norway)).text
    assert "Norway" in text and "example.org" not in text and "General status" not in text
    assert at_the_desk(people.coordinator).get(at(norway)).text.count("@example.org") == 2


def test_it_takes_the_same_queries_at_any_length(keeper, people, norway):
    lists, pages = [], []
    for number in range(3):
        more = delegation(f"State {number}")
        row = listed(
            people.body, norway, [contact(norway, f"more.{number}")], role="member", title=f"Post {number}"
        )
        listed(people.body, more, [], role="member")
        keeper.post(
            at(norway, "name-new"),
            {"language": "fr", "short": f"N{number}", "holds_from": f"2026-11-0{number + 2}", "reason": WHY},
        )
        assert row.pk
        lists.append(count(keeper, LIST))
        pages.append(count(keeper, at(norway)))
    assert (lists[0], pages[0]) == (lists[2], pages[2])
