"""An edition circulated to the Friends: who gets which copy, the letters, and the PDF files that go with them.

Each address gets one letter. The file holds the addresses that its recipient's kind of reader may see, so at most three
are made: for the Presidency and coordinator, for States, for everybody else.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ccm_portal import audit, enclosures, pdf
from ccm_portal.actors import CLOCK, Actor
from ccm_portal.canonical import canonical, sha256
from ccm_portal.models import Letter
from friends import edition_changes, edition_sheets, editions, letters, readers, roster, sight
from friends.edition_changes import Told
from friends.edition_sheets import Sight
from friends.models import Contact, ContactListEdition, Delegation
from friends.writing import page

# A renderer that does not answer for so long holds up no letter any more.
PATIENCE = dt.timedelta(minutes=30)


class CannotCirculate(Exception):
    """The edition cannot be circulated; the sentence says why."""


@dataclass(frozen=True)
class Place:
    """A delegation, how far it sees (a Contact.Visibility), and its contacts who would get a letter."""

    delegation: Delegation
    reach: str
    contacts: list[Contact]
    # Named on the list, but without an address.
    unreachable: list[Contact]

    @property
    def copy(self) -> str:
        """Which addresses stand in the copy it gets."""
        return {
            Contact.Visibility.OFFICE: _("every address"),
            Contact.Visibility.STATES: _("addresses open to States, or to everyone on the list"),
            Contact.Visibility.LISTED: _("addresses open to everyone on the list"),
        }[Contact.Visibility(self.reach)]


@dataclass(frozen=True)
class Plan:
    """Exactly who would get which copy: shown before anything is sent, and checked again when it is."""

    edition: ContactListEdition
    places: list[Place]

    @property
    def addresses(self) -> int:
        return sum(len(place.contacts) for place in self.places)

    @property
    def copies(self) -> int:
        """How many different files are made."""
        return len({place.reach for place in self.places if place.contacts})

    @property
    def fingerprint(self) -> str:
        """Changes when anything that was shown changes."""
        places = [
            [place.delegation.name, place.reach, *(contact.email for contact in place.contacts)]
            for place in self.places
        ]
        return sha256(canonical({"edition": self.edition.sha256, "places": places}))


def plan(edition: ContactListEdition, *, now: dt.datetime) -> Plan:
    """What circulating now would do: to the addresses of today's list. Raises CannotCirculate."""
    if edition.circulated_at is not None:
        raise CannotCirculate(_("This edition was circulated already."))
    newer = edition.body.editions.filter(number__gt=edition.number, circulated_at__isnull=False).first()
    if newer is not None:
        raise CannotCirculate(_("%(newer)s, was circulated already.") % {"newer": newer})
    day = timezone.localtime(now, edition.body.zone).date()
    reaches = sight.reaches(edition.body, day)
    places = [
        Place(
            delegation=seat.delegation,
            reach=reaches[seat.delegation.pk],
            contacts=[contact for contact in seat.contacts if contact.email],
            unreachable=[contact for contact in seat.contacts if not contact.email],
        )
        for seat in roster.seats_on(edition.body, day)
    ]
    if not any(place.contacts for place in places):
        raise CannotCirculate(_("Nobody would get it: the contact list holds no address today."))
    return Plan(edition, places)


@transaction.atomic
def circulate(edition: ContactListEdition, *, seen: str, by: Actor, now: dt.datetime) -> int:
    """Each address of today's list gets one letter with its copy and a link to the list; how many letters.

    The letters wait until the clock has made the files. `seen` is the fingerprint of the plan that was confirmed.
    Raises CannotCirculate.
    """
    edition = (
        ContactListEdition.objects.select_for_update(of=("self",)).select_related("body").get(pk=edition.pk)
    )
    planned = plan(edition, now=now)
    if planned.fingerprint != seen:
        raise CannotCirculate(_("The contact list changed since you looked. Nothing was sent; look again."))
    edition.circulated_at = now
    edition.save(update_fields=["circulated_at"])
    for place in planned.places:
        changes = changes_for(edition, Sight(place.reach))
        for contact in place.contacts:
            letters.edition_circulated(
                contact, edition, changes, enclosure=editions.file_of(edition, place.reach),
                link=readers.link_to_list(contact, edition.body, now=now), now=now,
            )  # fmt: skip
    audit.record(
        "edition circulated", edition, by=by, now=now, body=edition.body_id, sha256=edition.sha256,
        number=edition.number, letters=planned.addresses,
    )  # fmt: skip
    return planned.addresses


def circulated_before(edition: ContactListEdition) -> ContactListEdition | None:
    """The edition that the Friends had before this one."""
    earlier = edition.body.editions.filter(number__lt=edition.number, circulated_at__isnull=False)
    return earlier.order_by("-number").first()


def changes_for(edition: ContactListEdition, sees: Sight) -> list[Told] | None:
    """What changed since the Friends had an edition, as far as somebody sees; None for the first they get."""
    before = circulated_before(edition)
    if before is None:
        return None
    old, new = (edition_sheets.seen_by(one.content, sees) for one in (before, edition))
    return edition_changes.told(old, new)


# --- the files --------------------------------------------------------------------------------------------------------


def waiting() -> QuerySet[Letter]:
    """Letters about editions that wait for their file, the oldest first."""
    unsent = Letter.objects.about("edition:").filter(state__in=[Letter.State.QUEUED, Letter.State.SHOWN])
    return unsent.exclude(enclosures.there_or_none()).order_by("written_at", "pk")


def make_file(letter: Letter, *, wait: float, now: dt.datetime) -> bool:
    """The file this letter waits for is made, and whoever waits for it is due; where it cannot be, they go without.

    May be done by several workers at once, and again after a crash: the file is kept once. Waits `wait` seconds for the
    renderer. False where it is to be tried again later.
    """
    edition = ContactListEdition.objects.select_related("body").get(pk=letters.edition_in(letter.reason))
    reach = next(reach for reach in sight.REACH if editions.file_of(edition, reach) == letter.enclosure_id)
    try:
        data = copy_of(edition, reach, wait=wait)
    except pdf.RenderRefused:
        _go_without(edition, reach, now=now)
    except pdf.RendererUnavailable:
        if now - letter.written_at < PATIENCE:
            return False
        _go_without(edition, reach, now=now)
    else:
        enclosures.keep(editions.file_of(edition, reach), name=file_name(edition, "pdf"), data=data, now=now)
    return True


def copy_of(edition: ContactListEdition, reach: str, *, wait: float) -> bytes:
    """The PDF with the addresses that this reach sees. Raises pdf.RendererUnavailable, pdf.RenderRefused."""
    return pdf.render(page.print_html(edition_sheets.of_edition(edition, Sight(reach))), wait=wait)


def file_name(edition: ContactListEdition, kind: str) -> str:
    """ "contact-list-2010-11-12-edition-4.pdf"."""
    return f"contact-list-{edition.as_of.isoformat()}-edition-{edition.number}.{kind}"


@transaction.atomic
def _go_without(edition: ContactListEdition, reach: str, *, now: dt.datetime) -> None:
    """The letters that wait for this copy go out without it, and do not speak of it."""
    held = list(waiting().filter(enclosure_id=editions.file_of(edition, reach)))
    contacts = Contact.objects.select_related("delegation").in_bulk([letter.recipient for letter in held])
    changes = changes_for(edition, Sight(reach))
    for letter in held:
        letters.edition_without_file(letter, contacts[letter.recipient], edition, changes)
    audit.record(
        "edition without its file", edition, by=CLOCK, now=now, body=edition.body_id, letters=len(held)
    )
