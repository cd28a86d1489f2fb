"""The gate of publishing: no address or telephone number of the contact list becomes public."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccm_portal import history
from ccm_portal.models import AuditRow
from ccm_portal.pdf import RendererProcess
from friends.models import Contact
from meetings import inspection, presidency, publishing
from meetings.models import Preparation, Publication
from tests.cast import Cast, cast, document_at
from tests.meetings.publications import PUBLISHED_AT, issued_with, prepared, without_round

pytestmark = pytest.mark.django_db
State = Preparation.State


@pytest.fixture
def people() -> Cast:
    return cast()


def test_an_address_of_the_list_is_refused_and_named_with_its_place(
    people: Cast, renderer: RendererProcess
) -> None:
    document = issued_with("Write to norway.2@example.org, please.", people)
    preparation = prepared(document, people)
    assert preparation.state == State.REFUSED
    assert (
        "The address n…@example.org of the contact list stands in the page, paragraph 1."
        in preparation.findings
    )
    assert (
        "The address n…@example.org of the contact list stands in the PDF, page 1." in preparation.findings
        or ("The address n…@example.org of the contact list stands in the PDF." in preparation.findings)
    )
    with pytest.raises(publishing.NotPrepared):
        publishing.confirm(preparation, by=people.coordinator.actor, now=PUBLISHED_AT)
    assert Publication.objects.count() == 0
    assert AuditRow.objects.filter(event="preparation refused").count() == 1


CANARIES = [f"canary-{number}@seat-{number}.example.org" for number in range(25)]


def test_twenty_five_contacts_each_kept_in(people: Cast) -> None:
    for number, address in enumerate(CANARIES):
        row = Contact(delegation=people.friend.delegation, name=f"Role {number}", email=address)
        row.phone = f"+41 22 {5550000 + number}"
        history.save(row, by=people.admin.actor)
    html = publishing._record_html(document_at("approved", people).revisions.last().content)  # type: ignore[union-attr]
    for number, address in enumerate(CANARIES):
        for planted in (address, f"022 {5550000 + number}"):
            exhibit = inspection.Exhibit(html.replace("looked back", planted), "", "")
            assert len(inspection.findings(exhibit, body=people.body)) == 1
    assert inspection.findings(inspection.Exhibit(html, html, html), body=people.body) == []


def test_an_address_the_list_held_once_is_found_too(people: Cast) -> None:
    norway = people.friend
    was = norway.email
    norway.email = "norway.new@example.org"
    history.save(norway, by=people.admin.actor, reason="moved")
    exhibit = inspection.Exhibit(was.replace("@", " at "), "", "")
    assert inspection.findings(exhibit, body=people.body) == [
        "The address n…@example.org of the contact list stands in the page."
    ]


def test_the_bodys_own_address_may_be_public(people: Cast, renderer: RendererProcess) -> None:
    people.body.public_addresses = "office@friends.example.org\n+41 22 000 11 22"
    history.save(people.body, by=people.admin.actor)
    document = issued_with("The office is at office@friends.example.org, +41 22 000 11 22.", people)
    assert prepared(document, people).findings == []


def test_an_address_in_the_properties_of_the_pdf_is_found(people: Cast, renderer: RendererProcess) -> None:
    document = document_at("drafting", people)
    document.title = "Minutes for canada.1 at example.org"
    history.save(document, by=people.coordinator.actor)
    preparation = prepared(without_round(document, people), people)
    assert (
        "The address c…@example.org of the contact list stands in the properties of the PDF."
        in preparation.findings
    )


def test_a_contact_added_after_preparing_is_looked_for_when_confirming(
    people: Cast, renderer: RendererProcess
) -> None:
    document = issued_with("Ask clearance at unit-nine.example.org about it.", people)
    preparation = prepared(document, people)
    assert preparation.state == State.READY
    row = Contact(
        delegation=people.friend.delegation, name="Clearance", email="clearance@unit-nine.example.org"
    )
    history.save(row, by=people.admin.actor)
    with pytest.raises(publishing.PersonalData, match="c…@unit-nine"):
        publishing.confirm(preparation, by=people.coordinator.actor, now=PUBLISHED_AT)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_address_planted_anywhere_keeps_the_minutes_in(people: Cast, data: st.DataObject) -> None:
    address = data.draw(st.sampled_from(sorted(Contact.objects.values_list("email", flat=True))))
    with transaction.atomic():
        document = document_at("drafting", people)
        rows = [row for part in document.sections.all() for row in part.paragraphs.all()]
        row = data.draw(st.sampled_from(rows))
        at = data.draw(st.integers(0, len(row.text)))
        row.text = f"{row.text[:at]} {address} {row.text[at:]}"
        history.save(row, by=people.coordinator.actor)
        document = without_round(document, people)
        html = publishing._record_html(presidency.final_revision(document).content)
        assert inspection.findings(inspection.Exhibit(html, "", ""), body=people.body)
        transaction.set_rollback(True)
