"""Puts the cast and an open round into DATABASE_URL and prints, as JSON, its id and the path of a Friend's link.

Run as `python -m tests.meetings.views.open_round` for tests with a server and a database of their own.
"""

import datetime as dt
import json

import django


def main() -> None:
    """The round's deadline is five days from now by the clock of the machine, as the browser has no other."""
    django.setup()
    # The models can only be loaded now.
    from django.utils import timezone  # noqa: PLC0415

    from friends.models import AccessLink  # noqa: PLC0415
    from meetings.models import Round  # noqa: PLC0415
    from tests.cast import cast, document_at, link_of  # noqa: PLC0415
    from tests.meetings.views.walking import door, round_of  # noqa: PLC0415

    people = cast()
    round_ = round_of(document_at("in_round", people))
    now = timezone.now()
    Round.objects.update(deadline=now + dt.timedelta(days=5))
    AccessLink.objects.update(until=now + dt.timedelta(days=90))
    print(json.dumps({"round": str(round_.pk), "door": door(link_of(people.friend, round_))}))


if __name__ == "__main__":
    main()
