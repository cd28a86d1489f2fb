"""What a list says of a contact otherwise than the portal does. What it does not say changes nothing."""

from dataclasses import dataclass, replace

from django.utils.text import capfirst

from friends.contacts import DETAILS, Details
from friends.intake.people import Person
from friends.intake.words import plain
from friends.models import Contact
from friends.reading.names import key


@dataclass(frozen=True)
class Difference:
    """A field of the contact (its name in the model), what stands there and what the list says."""

    field: str
    old: str
    new: str

    @property
    def label(self) -> str:
        return capfirst(str(Contact._meta.get_field(self.field).verbose_name))  # type: ignore[union-attr]


def compare(contact: Contact | None, person: Person) -> tuple[Details, list[Difference]]:
    """(what would be said of the contact, where that differs from what is said now). None: of a new contact."""
    told = person.particulars
    default = Contact._meta.get_field("language").default
    said = Details(
        name=plain(person.name),
        email=person.address,
        phone=plain(told.phone),
        speaks=told.speaks is not False,
        posting=told.posting,
        language=told.language or default,
    )
    if contact is None:
        return said, []
    now = Details(**{name: getattr(contact, name) for name in DETAILS})
    after = replace(
        now,
        name=said.name if _is_another_name(contact, person) else now.name,
        email=said.email if said.email and said.email.casefold() != now.email.casefold() else now.email,
        phone=said.phone if said.phone and said.phone != plain(now.phone) else now.phone,
        posting=said.posting or now.posting,
        speaks=now.speaks if told.speaks is None else told.speaks,
        language=told.language or now.language,
    )
    changed = [name for name in DETAILS if getattr(after, name) != getattr(now, name)]
    return after, [Difference(name, _words(now, name), _words(after, name)) for name in changed]


def said_of(person: Person) -> dict[str, str]:
    """What a row says of a person, field by field; what it leaves blank is not in it."""
    told = person.particulars
    said = {
        "name": "" if person.doubt else key(person.name) or plain(person.name),
        "phone": plain(told.phone),
        "posting": told.posting,
        "speaks": "" if told.speaks is None else str(told.speaks),
        "language": told.language,
    }
    return {name: value for name, value in said.items() if value}


def together(first: Person, other: Person) -> Person:
    """One person of two rows that do not contradict each other: what the first leaves blank the other says."""
    one, two = first.particulars, other.particulars
    return replace(
        first,
        name=first.name or other.name,
        particulars=replace(
            one,
            phone=one.phone or two.phone,
            posting=one.posting or two.posting,
            speaks=two.speaks if one.speaks is None else one.speaks,
            language=one.language or two.language,
        ),
    )


def after(contact: Contact, differences: list[Difference], details: Details) -> Details:
    """What is said of the contact now, with what is different put in."""
    now = Details(**{name: getattr(contact, name) for name in DETAILS})
    return replace(now, **{one.field: getattr(details, one.field) for one in differences})


def _is_another_name(contact: Contact, person: Person) -> bool:
    """A doubtful pair names nobody anew; capitals and accents make no other name."""
    name = plain(person.name)
    if not name or (person.doubt and contact.name):
        return False
    if key(name) or key(contact.name):
        return key(name) != key(contact.name)
    return name != plain(contact.name)


def _words(details: Details, name: str) -> str:
    value = getattr(details, name)
    if name == "posting":
        return str(dict(Contact.Posting.choices).get(value, ""))
    if name == "speaks":
        return str(SPEAKS[value])
    return str(value)


SPEAKS = {True: "\N{CHECK MARK}", False: "\N{EN DASH}"}
