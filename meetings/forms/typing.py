"""What the desk's page sends as one types: JSON values, read into what the verbs of meetings/typing.py take."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _

from meetings.forms.sections import DEEPEST
from meetings.models import Paragraph
from meetings.paragraphs import Wording
from meetings.structure import Step
from meetings.typing import Typed

MOST_STEPS = 4_000


class Unreadable(Exception):
    """What came is not what the page sends."""


class TooBig(Exception):
    """More came than the portal takes at once."""


@dataclass(frozen=True)
class Asked:
    """The JSON object of a request, read by name. Every reader raises Unreadable."""

    values: dict[str, Any]

    def text(self, name: str) -> str:
        value = self.values.get(name, "")
        if not isinstance(value, str):
            raise Unreadable(name)
        return value

    def one_of(self, name: str, values: list[str]) -> str:
        value = self.text(name)
        if value not in values:
            raise Unreadable(name)
        return value

    def number(self, name: str, *, most: int = 2**31 - 1) -> int:
        value = self.values.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise Unreadable(name)
        return value

    def id(self, name: str) -> uuid.UUID:
        try:
            return uuid.UUID(self.text(name))
        except ValueError:
            raise Unreadable(name) from None

    def id_or_none(self, name: str) -> uuid.UUID | None:
        return self.id(name) if self.values.get(name) else None

    def part(self, name: str) -> "Asked":
        return _asked(self.values.get(name))

    def parts(self, name: str) -> list["Asked"]:
        value = self.values.get(name, [])
        if not isinstance(value, list):
            raise Unreadable(name)
        return [_asked(one) for one in value]

    def typed(self) -> Typed:
        """A paragraph: `id`, `version`, and the fields of its wording."""
        kind = self.one_of("kind", ["", *Paragraph.Kind.values]) or Paragraph.Kind.PARAGRAPH
        wording = Wording(
            text=self.text("text"),
            kind=kind,
            level=min(self.number("level"), DEEPEST),
            owner_words=self.text("owner_words"),
            due_words=self.text("due_words"),
            speaks=self.one_of("speaks", Paragraph.Speaks.values),
            speaker_words=self.text("speaker_words"),
            degree=self.one_of("degree", Paragraph.Degree.values),
        )
        return Typed(self.id("id"), wording, self.number("version"))

    def rows(self, name: str) -> list[Typed]:
        return [one.typed() for one in self.parts(name)]

    def steps(self) -> list[Step]:
        parts: Sequence[Asked] = self.parts("steps")[:MOST_STEPS]
        return [Step(one.id("id"), one.number("before") or None, one.number("after")) for one in parts]


def _asked(value: Any) -> Asked:
    if not isinstance(value, dict):
        raise Unreadable("object")
    return Asked(value)


def read(request: HttpRequest) -> Asked:
    """What was sent. Raises Unreadable, TooBig."""
    try:
        return _asked(json.loads(request.body))
    except RequestDataTooBig:
        raise TooBig(_("This is more than the portal takes at once. Put it in by parts.")) from None
    except (ValueError, RecursionError):
        raise Unreadable("JSON") from None
