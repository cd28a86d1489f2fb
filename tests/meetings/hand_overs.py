"""A body handed over: the next coordinator, for whom what went before is sealed."""

import datetime as dt

from django.test import Client

from ccm_portal import history
from ccm_portal.actors import IMPORT
from ccm_portal.models import User
from friends.models import HandOver, Period, StaffRole
from tests.cast import NOW, Cast, with_app
from tests.queries import at_the_desk


def next_coordinator(people: Cast, day: dt.date) -> Client:
    """The browser of a coordinator whose role began with the period that began on `day`."""
    old, new = (
        history.save(Period(body=people.body, name=name), by=IMPORT)
        for name in ("1MSP to 2MSP", "2MSP to 3MSP")
    )
    row = HandOver(body=people.body, from_period=old, to_period=new, day=day, made_at=NOW, period_made=True)
    history.save(row, by=IMPORT)
    user = User.objects.create_user("next@example.org", "The Next Coordinator")
    role = StaffRole(user=user, body=people.body, role=StaffRole.Role.COORDINATOR, valid_from=day)
    history.save(role, by=IMPORT)
    with_app(user)
    return at_the_desk(user)
