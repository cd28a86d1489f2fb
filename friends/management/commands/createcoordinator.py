"""`manage.py createcoordinator`: the first member of staff of a body, and the link to set up their sign-in."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ccm_portal import history, letters, links, sign_in
from ccm_portal.actors import IMPORT, Actor
from ccm_portal.models import User
from friends import staff
from friends.models import Body, SetUpLink, StaffRole
from friends.models.bodies import validate_zone

REASON = "manage.py createcoordinator"
DEFAULT_BODY = "Friends of the President"
ROLES = (StaffRole.Role.COORDINATOR, StaffRole.Role.OPERATOR)


class Command(BaseCommand):
    help = (
        "Creates the first Executive Coordinator, who also manages the staff, and prints once the link to set up their "
        "sign-in. The body is created where there is none of that name. A second run makes no second account."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the person's own email address; they sign in with it")
        parser.add_argument("--name", required=True, help="the person's name, as others read it")
        parser.add_argument(
            "--body", default=DEFAULT_BODY, help=f"the body they serve (default: {DEFAULT_BODY})"
        )
        parser.add_argument(
            "--zone", default="Europe/Zurich", help="time zone of a new body, such as Africa/Harare"
        )
        parser.add_argument(
            "--again",
            action="store_true",
            help="print a new link; the person's earlier link, password, passkeys, app and codes open nothing any more",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = _checked(options["email"])
        now, by = timezone.now(), IMPORT
        with transaction.atomic():
            body = self._body(options["body"], options["zone"])
            user = User.objects.filter(email__iexact=email).first()
            link = self._again(user, body) if user and options["again"] else None
            link = link or self._invited(email, options["name"], body, by)
        if link is None:
            self.stdout.write(
                _(
                    "%(email)s has an account already; nothing was changed. With --again a new link is printed."
                )
                % {"email": email}
            )
            return
        self.stdout.write(
            _("Good once, for %(hours)s hours. It is not shown again:") % {"hours": staff.HOURS}
        )
        self.stdout.write(links.url(link.pk, link.epoch))
        self.stdout.write(
            _("Until %(until)s.") % {"until": f"{now + staff.LINK_GOOD_FOR:%d %B %Y, %H:%M} UTC"}
        )

    def _body(self, name: str, zone: str) -> Body:
        """The body of that name or alias; made where there is none."""
        found = Body.objects.filter(Q(name__iexact=name) | Q(aliases__name__iexact=name)).first()
        if found is not None:
            return found
        try:
            validate_zone(zone)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        slug = slugify(name)[:50]
        if not slug:
            raise CommandError(_("“%(name)s” holds no Latin letters; give such a name.") % {"name": name})
        body = history.save(Body(name=name, slug=slug, time_zone=zone), by=IMPORT, reason=REASON)
        self.stdout.write(_("The body “%(name)s” was created.") % {"name": body})
        return body

    def _again(self, user: User, body: Body) -> SetUpLink:
        """Also where everything was lost: whoever may run this command has the database in hand."""
        if not user.is_active:
            raise CommandError(
                _("The sign-in of %(name)s is closed; open it again on the page of staff.") % {"name": user}
            )
        sign_in.forget(user)
        return staff.new_link(
            user, body=body, by=IMPORT, now=timezone.now(), reason=REASON, way=staff.Way.PRINTED
        )

    def _invited(self, email: str, name: str, body: Body, by: Actor) -> SetUpLink | None:
        """The roles that are not held yet; the link of somebody who had no account, None otherwise."""
        known = User.objects.filter(email__iexact=email).exists()
        link = None
        for role in ROLES:
            try:
                _user, made = staff.invite(
                    email, name, role=role, body=body, begins=None, by=by, now=timezone.now(), reason=REASON,
                    way=staff.Way.PRINTED,
                )  # fmt: skip
            except staff.AlreadyHeld:
                continue
            except staff.Deactivated as problem:
                raise CommandError(str(problem)) from problem
            link = made or link
        return None if known else link


def _checked(email: str) -> str:
    try:
        validate_email(email)
        letters.wire_address(email)
    except (ValidationError, letters.UnusableAddress) as problem:
        raise CommandError(
            _("“%(email)s” is not an email address; write for instance coordinator@example.org.")
            % {"email": email}
        ) from problem
    return email
