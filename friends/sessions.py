"""Sessions that hold links of certain people, or words about them. A session is stored as one sealed text."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from ccm_portal import blanking
from ccm_portal.blanking import Words
from friends.access import SESSION_LINKS


def _opened(words: Words) -> Iterator[tuple[Session, dict[str, Any], bool]]:
    """Each session that holds one of the words, with what stands in it, and whether a link of `words.ids` is in it."""
    for session in Session.objects.iterator(chunk_size=200):
        held = session.get_decoded()
        text = json.dumps(held, ensure_ascii=False, default=str)
        if blanking.stands_in(text, (*words.sure, *words.beside, *words.ids)):
            yield session, held, bool(set(held.get(SESSION_LINKS, ())) & set(words.ids))


def count(links: Collection[str]) -> int:
    """How many sessions hold one of these links (UUIDs as text)."""
    return sum(inside for _session, _held, inside in _opened(Words(ids=tuple(links))))


def close(links: Collection[str], words: Words, *, instead: str) -> int:
    """No session holds these links any more, nor the words; how many held a link.

    A session with nothing but such links ends; one of staff goes on without them.
    """
    closed = 0
    wanted = Words(words.sure, words.beside, (*words.ids, *links))
    for session, held, inside in _opened(wanted):
        closed += inside
        others = [link for link in held.get(SESSION_LINKS, ()) if link not in links]
        if inside and not others and SESSION_KEY not in held:
            session.delete()
            continue
        kept = blanking.without(held, words.everywhere, instead)
        if SESSION_LINKS in held:
            kept = {**kept, SESSION_LINKS: others}
        session.session_data = SessionStore().encode(kept)
        session.save(update_fields=["session_data"])
    return closed
