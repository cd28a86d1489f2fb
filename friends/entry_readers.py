"""Who checks the entry of their delegation by link, and the policy of those pages."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from ccm_portal.policies import Policy
from friends import access, readers, reviews
from friends.models import AccessLink, Contact, ListReview, ReviewedEntry


@dataclass(frozen=True)
class EntryReader:
    """Somebody on the list in front of their delegation's entry."""

    contact: Contact
    entry: ReviewedEntry

    @property
    def review(self) -> ListReview:
        return self.entry.review

    @property
    def may_answer(self) -> bool:
        return self.contact.speaks and self.review.takes_answers_at(timezone.now())


def of_link(link: AccessLink) -> EntryReader:
    """Whose entry the link opens. Raises Http404, or Gone where the person is no longer on the list."""
    review = ListReview.objects.select_related("body").filter(pk=link.subject).first()
    entry = reviews.entry_of(review, link.contact) if review else None
    if review is None or entry is None:
        raise Http404
    day = timezone.localtime(timezone.now(), review.body.zone).date()
    readers.check_on_the_list(link.contact, review.body, day)
    return EntryReader(link.contact, entry)


def _entry_reader(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    subject: uuid.UUID = kwargs["review"]
    link = access.session_link(request, purpose=AccessLink.Purpose.ENTRY, subject=subject)
    person = of_link(link)
    timezone.activate(person.review.body.zone)
    request.entry_reader = person  # type: ignore[attr-defined]


# Sets `request.entry_reader`. The route's argument is called `review`.
ENTRY_READER = Policy("checks the entry of their delegation by link", _entry_reader)
