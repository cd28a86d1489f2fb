"""Other names: recorded by a person, used by later records without a question, taken back."""

import pytest
from django.test import Client
from django.urls import reverse

from actions import records
from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import AuditRow
from friends import aliases, areas
from friends.models import (
    AreaAlias,
    AreaLikeness,
    Assignment,
    Body,
    BodyAlias,
    Delegation,
    DelegationAlias,
    ThematicArea,
)
from tests import cast as casting
from tests.actions.records_in import NOW, SMALL

FIRST = SMALL.replace("Norway", "Port Authority of Example")
LATER = (
    FIRST.replace("4 April", "4 May")
    .replace("1 April", "1 May")
    .replace("Port Authority of Example", "Port Authority")
    .replace("\nTides\t", "\nTides and currents\t")
)

pytestmark = pytest.mark.django_db


def handed_in(text: str) -> records.Preview:
    kept = records.hand_in("r.txt", text.encode(), body=None, time_zone="UTC", by=IMPORT, now=NOW)
    return records.Preview(kept)


def brought_in(text: str, **choices: object) -> None:
    preview = handed_in(text)
    records.bring_in(preview.record_file, records.Choices(**choices), by=IMPORT, now=NOW)  # type: ignore[arg-type]


class TestDelegations:
    def test_a_person_says_the_same_once_and_is_not_asked_again(self) -> None:
        brought_in(FIRST)
        [question] = handed_in(LATER).same_delegations
        assert (question.name, question.known.name) == ("Port Authority", "Port Authority of Example")
        brought_in(LATER, same_delegations=((question.name, question.known.pk),))
        assert Delegation.objects.count() == 2
        third = handed_in(LATER.replace("4 May", "4 June").replace("1 May", "1 June"))
        assert third.same_delegations == []
        assert "Port Authority of Example" in {row.known for row in third.delegations}

    def test_without_a_word_they_are_two(self) -> None:
        brought_in(FIRST)
        brought_in(LATER)
        assert Delegation.objects.filter(name__startswith="Port Authority").count() == 2
        assert not DelegationAlias.objects.filter(name="Port Authority").exists()

    def test_what_nobody_was_asked_is_not_taken(self) -> None:
        brought_in(FIRST)
        peru = Delegation.objects.get(name="Peru")
        brought_in(LATER, same_delegations=(("Port Authority", peru.pk),))
        assert not peru.aliases.filter(name="Port Authority").exists()

    def test_two_states_are_two_however_alike(self) -> None:
        brought_in(FIRST.replace("Peru", "Guinea"))
        assert (
            handed_in(
                LATER.replace("Peru", "Guinea-Bissau").replace("Port Authority", "Norway")
            ).same_delegations
            == []
        )


class TestBodies:
    def test_a_recorded_name_is_enough(self) -> None:
        brought_in(FIRST)
        body = Body.objects.get()
        aliases.keep_for_body(body, "Quay Board", by=IMPORT, now=NOW)
        preview = handed_in(LATER.replace("Harbour Committee", "Quay Board"))
        assert preview.body == body
        assert ("Quay Board", "Harbour Committee") in {(row.name, row.known) for row in preview.recognised}

    def test_a_body_named_alike_is_said_and_not_taken(self) -> None:
        brought_in(FIRST)
        preview = handed_in(LATER.replace("Harbour Committee", "Committee of the Harbours"))
        assert preview.body is None
        assert preview.alike_bodies == ["Harbour Committee"]
        assert handed_in(LATER).alike_bodies == []

    def test_a_name_means_one_thing(self) -> None:
        brought_in(FIRST)
        other = history.save(Body(name="Quay Board", slug="quay"), by=IMPORT)
        with pytest.raises(aliases.NameTaken, match="known as a name of “Quay Board”"):
            aliases.keep_for_body(
                Body.objects.get(slug="harbour-committee"), "quay board", by=IMPORT, now=NOW
            )
        with pytest.raises(aliases.NameTaken, match="already"):
            aliases.keep_for_body(other, "Quay-Board", by=IMPORT, now=NOW)
        with pytest.raises(aliases.NoName):
            aliases.keep_for_body(other, " – ", by=IMPORT, now=NOW)
        assert not BodyAlias.objects.exists()


class TestAreas:
    def joined(self) -> tuple[ThematicArea, ThematicArea]:
        brought_in(FIRST)
        brought_in(LATER.replace("Port Authority", "Norway"))
        likeness = AreaLikeness.objects.get()
        areas.join(likeness, reason="one", by=IMPORT, now=NOW)
        return likeness.area, likeness.other

    def test_a_joined_area_is_recognised(self) -> None:
        area, other = self.joined()
        preview = handed_in(LATER.replace("4 May", "4 June").replace("1 May", "1 June"))
        assert not preview.areas.alike
        assert (other.name, area.name) in {(row.name, row.known) for row in preview.recognised}

    def test_taken_back_they_are_two_again_with_what_each_had(self) -> None:
        area, other = self.joined()
        before = set(Assignment.objects.filter(area=area).values_list("pk", flat=True))
        aliases.take_back(AreaAlias.objects.get(), by=IMPORT, now=NOW)
        other.refresh_from_db()
        assert other.joined_to is None
        assert AreaLikeness.objects.get().verdict == AreaLikeness.Verdict.OPEN
        moved = set(Assignment.objects.filter(area=other).values_list("pk", flat=True))
        assert moved
        assert moved < before
        assert not AreaAlias.objects.exists()
        assert AuditRow.objects.filter(event="name taken back").count() == 1
        areas.join(AreaLikeness.objects.get(), reason="after all", by=IMPORT, now=NOW)
        assert set(Assignment.objects.filter(area=area).values_list("pk", flat=True)) == before


class TestThePage:
    @pytest.fixture
    def people(self) -> casting.Cast:
        return casting.cast()

    @pytest.fixture
    def desk(self, people: casting.Cast, client: Client) -> Client:
        client.force_login(people.coordinator)
        return client

    def test_it_works(self, desk: Client, people: casting.Cast) -> None:
        sent = {"of": f"body:{people.body.pk}", "name": "The circle"}
        assert desk.post(reverse("names"), sent).status_code == 302
        assert "The circle" in desk.get(reverse("names")).content.decode()
        alias = BodyAlias.objects.get(name="The circle")
        assert desk.post(reverse("name-take-back", args=[alias.pk])).status_code == 302
        assert not BodyAlias.objects.filter(name="The circle").exists()

    def test_of_an_area_and_of_a_delegation(self, desk: Client, people: casting.Cast) -> None:
        area = history.save(ThematicArea(body=people.body, name="Tides"), by=IMPORT)
        desk.post(reverse("names"), {"of": f"area:{area.pk}", "name": "Currents"})
        canada = Delegation.objects.get(name="Canada")
        desk.post(reverse("names"), {"of": f"delegation:{canada.pk}", "name": "The maple side"})
        assert area.aliases.get().name == "Currents"
        assert canada.aliases.filter(name="The maple side").exists()

    def test_a_name_taken_is_refused_and_stays_in_the_field(self, desk: Client, people: casting.Cast) -> None:
        answer = desk.post(reverse("names"), {"of": f"body:{people.body.pk}", "name": people.body.name})
        assert answer.status_code == 400
        assert "known as a name of it already" in answer.content.decode()
        assert f'value="{people.body.name}"' in answer.content.decode()

    def test_another_process_cannot_take_it_back(self, people: casting.Cast) -> None:
        alias = BodyAlias.objects.create(body=people.body, name="The circle")
        other = Client()
        other.force_login(people.stranger)
        assert other.post(reverse("name-take-back", args=[alias.pk])).status_code == 404
        assert BodyAlias.objects.filter(pk=alias.pk).exists()
