"""The body a record is of, and the period it lies in."""

import re

from django.utils.text import slugify

from ccm_portal import history
from ccm_portal.actors import Actor
from friends.models import Body, Period
from friends.reading.names import key

# "1MSP – 2MSP": the time between two Meetings of States Parties.
BETWEEN_MEETINGS = re.compile(r"\b(\d{1,2})\s?MSP\s*(?:[\u2013\u2014-]|to)\s*(\d{1,2})\s?MSP\b")
LONGEST_SLUG = 50
LONGEST_NAME = 200


def find(name: str) -> Body | None:
    """The body that goes by this name or alias; capitals and accents do not matter."""
    wanted = key(name)
    if not wanted:
        return None
    for body in Body.objects.prefetch_related("aliases"):
        if wanted in names_of(body):
            return body
    return None


def names_of(body: Body) -> set[str]:
    """The folded name and aliases of a body."""
    return {key(body.name), *(key(alias.name) for alias in body.aliases.all())}


def make(name: str, *, time_zone: str, by: Actor, reason: str) -> Body:
    """A new body with a short slug of its own ("Friends of the President" → "friends")."""
    body = Body(name=name[:LONGEST_NAME], slug=_free_slug(name), time_zone=time_zone)
    return history.save(body, by=by, reason=reason)


def _free_slug(name: str) -> str:
    short = slugify(re.split(r"\s+of\s+", name, maxsplit=1)[0])[:LONGEST_SLUG].strip("-") or "body"
    taken = set(Body.objects.filter(slug__startswith=short).values_list("slug", flat=True))
    numbered = (f"{short[: LONGEST_SLUG - 4]}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (short, *numbered) if slug not in taken)


def free_names(body: Body | None, names: list[str]) -> list[str]:
    """Of the names a text gives its body: those under which neither this body nor another is known yet."""
    known = names_of(body) if body is not None else set()
    fresh = {key(name): name[:LONGEST_NAME] for name in names if key(name) and key(name) not in known}
    return [name for name in fresh.values() if find(name) is None]


def read_period(text: str) -> str:
    """The one period a text speaks of ("1MSP to 2MSP"); "" where it names none, or several."""
    found = {f"{first}MSP to {second}MSP" for first, second in BETWEEN_MEETINGS.findall(text)}
    return found.pop() if len(found) == 1 else ""


def period(body: Body, name: str, *, by: Actor, reason: str) -> Period | None:
    """The body's period of that name, made where it is new; None for ""."""
    if not name:
        return None
    standing = Period.objects.filter(body=body, name=name).first()
    return standing or history.save(Period(body=body, name=name), by=by, reason=reason)
