"""What changed from one edition to the next, in sentences. Functions on contents (see friends.editions), nothing else.

Contents are compared as somebody sees them: what is withheld in both is no change, and no sentence names it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from friends.edition_sheets import status_words
from friends.editions import Content

ADDED, GONE, CHANGED = "added", "gone", "changed"


@dataclass(frozen=True)
class Told:
    """One change. kind: ADDED, GONE or CHANGED. about: the delegation, or the post where nobody holds it."""

    kind: str
    about: str
    words: str


def told(old: Content, new: Content) -> list[Told]:
    """Entries first, then people, by delegation in the order of the newer list."""
    return [*_entries(old, new), *_people(old, new)]


# --- entries ----------------------------------------------------------------------------------------------------------


def _entries(old: Content, new: Content) -> Iterator[Told]:
    before = {entry["thread"]: entry for entry in old["entries"]}
    after = {entry["thread"]: entry for entry in new["entries"]}
    for thread, entry in after.items():
        if thread not in before:
            yield Told(ADDED, _holder(entry), _("new on the list: %(post)s") % {"post": _post(entry)})
        else:
            yield from _changed(before[thread], entry)
    for thread, entry in before.items():
        if thread not in after:
            yield Told(GONE, _holder(entry), _("no longer on the list: %(post)s") % {"post": _post(entry)})


def _changed(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Told]:
    if before["post"] != after["post"]:
        said = {"post": _post(after), "before": _post(before)}
        yield Told(CHANGED, _holder(after), _("%(post)s, before: %(before)s") % said)
    if _key(before) != _key(after):
        said = {"post": _post(after), "now": _holder(after), "before": _holder(before)}
        yield Told(CHANGED, _holder(after), _("%(post)s: %(now)s, before: %(before)s") % said)
    if before["status"] != after["status"]:
        said = {
            "post": _post(after),
            "now": status_words(after["status"]) or _("as listed"),
            "before": status_words(before["status"]) or _("as listed"),
        }
        yield Told(CHANGED, _holder(after), _("%(post)s: %(now)s, before: %(before)s") % said)


def _key(entry: dict[str, Any]) -> str:
    return entry["delegation"]["id"] if entry["delegation"] else ""


def _holder(entry: dict[str, Any]) -> str:
    return entry["delegation"]["name"] if entry["delegation"] else _("vacant")


def _post(entry: dict[str, Any]) -> str:
    return entry["post"] or _("no area")


# --- people -----------------------------------------------------------------------------------------------------------


def _people(old: Content, new: Content) -> Iterator[Told]:
    before, after = _by_delegation(old), _by_delegation(new)
    names = _names(old) | _names(new)
    for key in dict.fromkeys([*after, *before]):
        yield from _of_delegation(names[key], before.get(key, {}), after.get(key, {}))


def _by_delegation(content: Content) -> dict[str, dict[str, dict[str, Any]]]:
    """Each delegation's people, each once, by their thread."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for entry in content["entries"]:
        known = found.setdefault(_key(entry), {})
        for person in entry["people"]:
            known[person["thread"]] = person
    return found


def _names(content: Content) -> dict[str, str]:
    return {_key(entry): _holder(entry) for entry in content["entries"]}


Known = dict[str, dict[str, Any]]


def _of_delegation(about: str, before: Known, after: Known) -> Iterator[Told]:
    for thread, person in after.items():
        if thread in before:
            yield from _person(about, before[thread], person)
        else:
            yield Told(ADDED, about, _("%(who)s is new") % {"who": _who(person)})
    for thread, person in before.items():
        if thread not in after and not person["erased_on"]:
            yield Told(GONE, about, _("%(who)s is no longer on the list") % {"who": _who(person)})


def _person(about: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Told]:
    if after["erased_on"] or before["erased_on"]:
        return
    if before["name"] != after["name"]:
        said = {"now": _who(after), "before": _who(before)}
        yield Told(CHANGED, about, _("%(now)s, before: %(before)s") % said)
    if before["email"] == after["email"]:
        return
    if before["email"] and after["email"]:
        said = {"who": _who(after), "now": after["email"], "before": before["email"]}
        yield Told(CHANGED, about, _("the address of %(who)s is %(now)s, before: %(before)s") % said)
    elif after["email"]:
        said = {"who": _who(after), "now": after["email"]}
        yield Told(CHANGED, about, _("the address of %(who)s is %(now)s") % said)
    else:
        yield Told(CHANGED, about, _("the address of %(who)s is no longer shown") % {"who": _who(after)})


def _who(person: dict[str, Any]) -> str:
    return person["name"] or person["email"] or _("a role mailbox")
