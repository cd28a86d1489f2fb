"""Handing over from one period to the next: one transaction, and one step to undo it while nothing hangs on it.

The list of the day before stays what it was; from the first day of the new period on it is the new one.
"""

import datetime as dt
from collections import Counter
from dataclasses import replace

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from ccm_portal import audit, history
from ccm_portal import letters as stored_letters
from ccm_portal.actors import Actor
from friends import access, assignments, letters, periods, reconfirmations
from friends.changes import ONE_DAY, Change, NoReason, check_reason
from friends.handover_plan import CannotHandOver, Choice, Line, Plan, Terms, plan
from friends.models import AccessLink, Assignment, CarryingOn, HandOver, HandOverStep, Period, Reconfirmation


class CannotUndo(Exception):
    """The hand-over cannot be undone in one step any more; the sentence says what hangs on it."""


@transaction.atomic
def hand_over(period: Period, terms: Terms, *, seen: str, by: Actor, now: dt.datetime) -> HandOver:
    """The rows of the list end the day before and hold anew, as chosen, from the first day of the new period on.

    Those asked to reconfirm get their letters. `seen` is the fingerprint of the plan the coordinator confirmed. Raises
    CannotHandOver, NoReason, assignments.UnfitPost.
    """
    period = Period.objects.select_for_update(of=("self",)).select_related("body").get(pk=period.pk)
    change = Change(terms.day, terms.reason)
    check_reason(change)
    planned = plan(period, terms, now=now)
    if planned.fingerprint != seen:
        raise CannotHandOver(_("The list changed since you looked. Nothing was handed over; look again."))
    done = _begin_period(period, terms, by=by, now=now)
    rows = [_step(done, line, change, by=by, now=now) for line in planned.lines]
    for said in planned.said:
        HandOverStep.objects.create(hand_over=done, before=said, held_until=said.valid_until)
        assignments.end(said, replace(change, holds_from=planned.last_day), by=by, now=now)
    askings = _ask(done, planned, rows, now=now)
    audit.record(
        "period handed over", done, by=by, now=now, body=period.body_id, rows=len(planned.lines), asked=len(askings),
        letters=planned.letters,
    )  # fmt: skip
    return done


def _begin_period(period: Period, terms: Terms, *, by: Actor, now: dt.datetime) -> HandOver:
    periods.take_turns(period.body_id)
    to = Period.objects.filter(body=period.body, name=terms.name).first()
    done = HandOver(
        body=period.body,
        from_period=period,
        day=terms.day,
        reason=terms.reason,
        made_at=now,
        ended_on=period.ends,
        began_on=to.starts if to else None,
        period_made=to is None,
    )
    to = to or Period(body=period.body, name=terms.name)
    to.starts = terms.day
    period.ends = terms.day - ONE_DAY
    for row in (to, period):
        history.save(row, by=by, reason=terms.reason)
    done.to_period = to
    return history.save(done, by=by, reason=terms.reason)


def _step(done: HandOver, line: Line, change: Change, *, by: Actor, now: dt.datetime) -> Assignment | None:
    """One row ends, holds anew, or begins; what it made."""
    before, after = line.before, None
    held_until = before.valid_until if before is not None else None
    post = replace(line.post, period=done.to_period) if line.post is not None else None
    over = held_until is not None and held_until < change.holds_from
    if before is None or over:
        if post is not None:
            after = assignments.begin(done.body, post, change, continues=before, by=by, now=now)
    elif post is None:
        last_day = replace(change, holds_from=change.holds_from - ONE_DAY)
        assignments.end(before, last_day, by=by, now=now)
    else:
        after = assignments.restate(before, post, change, by=by, now=now)
    shown = [str(pk) for pk in after.contacts.values_list("pk", flat=True)] if after is not None else []
    HandOverStep.objects.create(
        hand_over=done, before=before, after=after, held_until=held_until, shown=sorted(shown)
    )
    return after


def _ask(
    done: HandOver, planned: Plan, rows: list[Assignment | None], *, now: dt.datetime
) -> list[Reconfirmation]:
    until = planned.terms.until
    asked = [
        row
        for line, row in zip(planned.lines, rows, strict=True)
        if line.choice == Choice.RECONFIRM and row is not None
    ]
    if not asked or until is None:
        return []
    return reconfirmations.write_askings(
        asked, done.body, until=until, words=planned.terms.words, hand_over=done, now=now
    )


# --- undoing ----------------------------------------------------------------------------------------------------------


def check_can_undo(done: HandOver) -> None:
    """Raises CannotUndo where somebody answered, or where an entry it began was changed or continued since."""
    if CarryingOn.objects.filter(post__asking__hand_over=done).exists():
        raise CannotUndo(
            _("Delegations have answered on the strength of this hand-over, so it can no longer be undone.")
        )
    steps = list(
        done.steps.select_related(
            "before__delegation", "before__area", "after__delegation", "after__area"
        ).prefetch_related("after__contacts", "before__contacts", "after__continued_by")
    )
    made = [step.after_id for step in steps if step.after_id]
    saves = Counter(Assignment.history.filter(id__in=made).values_list("id", flat=True))
    for step in steps:
        if saves[step.after_id] > 1 or _changed_since(done, step):
            raise CannotUndo(
                _("“%(entry)s” was changed since, so the hand-over can no longer be undone in one step.")
                % {"entry": step.after or step.before}
            )


def _changed_since(done: HandOver, step: HandOverStep) -> bool:
    before, after = step.before, step.after
    if before is not None and before.valid_until != min(step.held_until or dt.date.max, done.day - ONE_DAY):
        return True
    if after is None:
        return False
    shown = {str(contact.pk) for contact in after.contacts.all()}
    # Who got another address since stands in both rows, and stays in the one that holds again.
    known = {str(contact.pk) for contact in before.contacts.all()} if before is not None else set()
    changed_people = not set(step.shown) <= shown or bool(shown - set(step.shown) - known)
    return bool(after.continued_by.all()) or changed_people


@transaction.atomic
def undo(done: HandOver, *, reason: str, by: Actor, now: dt.datetime) -> None:
    """The list valid on each day is again what it was; links of letters end, letters not sent are given up.

    Raises NoReason, CannotUndo.
    """
    if not reason.strip():
        raise NoReason(_("Say in a few words why the hand-over is undone."))
    period = Period.objects.select_for_update(of=("self",)).get(pk=done.from_period_id)
    found = HandOver.objects.select_related("to_period", "body").filter(pk=done.pk).first()
    if found is None:
        raise CannotUndo(_("The hand-over was undone already."))
    check_can_undo(found)
    try:
        _undo(found, period, reason=reason, by=by, now=now)
    except (ProtectedError, assignments.Overtaken) as problem:
        raise CannotUndo(
            _(
                "Something that came later rests on the new period or its entries, so it can no longer be undone."
            )
        ) from problem


def _undo(done: HandOver, period: Period, *, reason: str, by: Actor, now: dt.datetime) -> None:
    _unask(done, now=now)
    pairs = [
        (step.before, step.after, step.held_until) for step in done.steps.select_related("before", "after")
    ]
    to, ended_on, began_on, made = done.to_period, done.ended_on, done.began_on, done.period_made
    audit.record("hand-over undone", done, by=by, now=now, body=done.body_id, rows=len(pairs))
    history.named(done, by=by, reason=reason).delete()
    for before, after, held_until in pairs:
        if after is not None:
            assignments.take_back(after, reason=reason, by=by, now=now)
        if before is not None and before.valid_until != held_until:
            assignments.hold_until(before, held_until, reason=reason, by=by, now=now)
    period.ends = ended_on
    history.save(period, by=by, reason=reason)
    if made:
        history.named(to, by=by, reason=reason).delete()
    else:
        to.starts = began_on
        history.save(to, by=by, reason=reason)


def _unask(done: HandOver, *, now: dt.datetime) -> None:
    for asking in done.reconfirmations.all():
        stored_letters.give_up(letters.about(asking), now=now)
        access.revoke(AccessLink.Purpose.RECONFIRM, asking.pk, now=now)
        asking.delete()
