"""Recording what a meeting said of the minutes of an earlier one."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings import approvals
from meetings.forms import approvals as forms
from meetings.forms.approvals import ApprovalForm
from meetings.views import desk


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the meeting said of the minutes that an item of its agenda approves; an item may approve none."""
    item = desk.agenda_item(request, pk)
    meeting, document = item.meeting, item.approves
    given = meeting.approvals_given.filter(document=document).first() if document else None
    form = ApprovalForm(request.POST or None, initial=forms.initial(given, meeting))
    if request.method == "POST" and document is not None and form.is_valid():
        try:
            by, now = desk.staff(request).actor, timezone.now()
            row = approvals.record(meeting, document, form.said(), by=by, now=now)
        except approvals.CannotApprove as problem:
            form.add_error(None, str(problem))
        except OSError:
            form.add_error(None, _("The published files cannot be replaced now, so nothing was recorded."))
        else:
            said = {"outcome": row.get_outcome_display()}
            messages.success(
                request, _("Recorded: %(outcome)s. It stands in the minutes of this meeting.") % said
            )
            return redirect("desk-meeting", pk=meeting.pk)
    failed = request.method == "POST"
    context = {"item": item, "meeting": meeting, "document": document, "given": given, "form": form}
    return render(request, "meetings/desk/approval_recorded.html", context, status=400 if failed else 200)
