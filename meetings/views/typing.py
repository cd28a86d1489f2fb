"""The desk's page saves as one types: JSON in, JSON out, one address for each text and verb.

Answers: 200 with the paragraphs as they are now, the numbers that changed, the time in the body's zone, and the steps
that take it back; 409 with a sentence, and with what stands where somebody else was first; 400 and 413 with a sentence.
Whatever the answer, the page keeps what was typed until it was told that it is saved.
"""

import uuid
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings import documents, typing
from meetings.forms import typing as typed
from meetings.models import Document, Paragraph
from meetings.paragraphs import EditConflict, Wording
from meetings.structure import Done
from meetings.text import inline
from meetings.views import desk

REASONS = ("split", "pasted")


def _reason(asked: typed.Asked) -> str:
    said = asked.text("reason")
    return said if said in REASONS else ""


def _write(text: Document, asked: typed.Asked, **who: Any) -> Done:
    return typing.write(text, asked.typed(), following=asked.rows("following"), reason=_reason(asked), **who)


def _add(text: Document, asked: typed.Asked, **who: Any) -> Done:
    after = asked.id_or_none("after")
    return typing.add(
        text, asked.id("section"), asked.rows("rows"), after=after, reason=_reason(asked), **who
    )


def _join(text: Document, asked: typed.Asked, **who: Any) -> Done:
    return typing.join(text, asked.part("kept").typed(), asked.part("gone").typed(), **who)


def _move(text: Document, asked: typed.Asked, **who: Any) -> Done:
    up = asked.text("to") == "up"
    return typing.move(text, asked.id("id"), up=up, version=asked.number("version"), **who)


def _remove(text: Document, asked: typed.Asked, **who: Any) -> Done:
    return typing.remove(text, asked.id("id"), version=asked.number("version"), **who)


def _put_back(text: Document, asked: typed.Asked, **who: Any) -> Done:
    return typing.put_back(text, asked.typed(), **who)


def _undo(text: Document, asked: typed.Asked, **who: Any) -> Done:
    return typing.undo(text, asked.steps(), **who)


VERBS: dict[str, Callable[..., Done]] = {
    "write": _write,
    "add": _add,
    "join": _join,
    "move": _move,
    "remove": _remove,
    "put-back": _put_back,
    "undo": _undo,
}


@require_POST
def type_(request: HttpRequest, pk: uuid.UUID, verb: str) -> JsonResponse:
    """One verb of typing, said to one text."""
    text = desk.document(request, pk)
    if verb not in VERBS:
        raise Http404
    now = timezone.now()
    try:
        done = VERBS[verb](text, typed.read(request), by=desk.staff(request).actor, now=now)
    except typed.Unreadable:
        return _problem(_("The portal could not read what was sent. Open the page again."), status=400)
    except (typed.TooBig, typing.TooMuch) as problem:
        return _problem(str(problem), status=413)
    except EditConflict as conflict:
        return _conflict(conflict.theirs)
    except (documents.NotNow, typing.NotThere, typing.ChangedSince) as problem:
        return _problem(str(problem), status=409)
    clock = timezone.localtime(now, text.body.zone).strftime("%H:%M")
    return JsonResponse({"saved": clock, **_told(done)})


def _told(done: Done) -> dict[str, Any]:
    return {
        "rows": [
            _stands(row) | {"after": _or_none(done.places.get(row.pk)), "placed": row.pk in done.places}
            for row in done.rows
        ],
        "numbers": {str(pk): number for pk, number in done.numbers.items()},
        "steps": [
            {"id": str(step.id), "before": step.before or 0, "after": step.after} for step in done.steps
        ],
    }


def _or_none(pk: uuid.UUID | None) -> str | None:
    return str(pk) if pk else None


def _stands(row: Paragraph) -> dict[str, Any]:
    """A paragraph as it is now: its words, and how they look (stretches of words, `meetings.text.inline.Run`)."""
    return {
        "id": str(row.pk),
        "version": row.version,
        "section": str(row.section_id),
        "removed": row.removed_at is not None,
        "wording": asdict(Wording.of(row)),
        "runs": [asdict(run) for run in inline.to_runs(row.text)],
    }


def _problem(sentence: str, *, status: int) -> JsonResponse:
    return JsonResponse({"problem": sentence}, status=status)


def _conflict(theirs: Paragraph) -> JsonResponse:
    """Somebody else was first: what stands, for the page to show beside what was typed."""
    if theirs.removed_at is not None:
        sentence = _("Somebody took this paragraph out of the text while you were writing.")
    else:
        sentence = _("Somebody else changed this paragraph while you were writing.")
    return JsonResponse({"problem": sentence, "theirs": _stands(theirs)}, status=409)
