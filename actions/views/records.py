"""Handing in a record, looking at what it would become, bringing it in."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions import follow_ups, records, tasks
from actions.forms.records import BringInForm, HandInForm
from actions.models import RecordFile
from friends.models import Body
from friends.reading.contact_list import ContactRow
from friends.reading.pairing import Pairing
from friends.reading.report import LABELS, Became, Question
from meetings.reading import UnreadableRecord, statuses, word
from meetings.views import desk

LINES_PER_PAGE = 200
# Saved, never shown: a browser is not to guess what is in it.
FILE_TYPE = "application/octet-stream"


@require_http_methods(["GET", "HEAD", "POST"])
def record_list(request: HttpRequest) -> HttpResponse:
    """The records handed in; POST hands one in and goes on to its preview."""
    bodies = Body.objects.filter(pk__in=desk.bodies(request))
    form = HandInForm(request.POST or None, request.FILES or None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        kept = _hand_in(request, form)
        if kept is not None:
            return redirect(kept)
    rows = RecordFile.objects.in_bodies(desk.bodies(request)).select_related("body", "meeting")
    context = {"form": form, "records": rows.defer("text", "report")}
    return render(request, "actions/records/list.html", context, status=400 if form.errors else 200)


def _hand_in(request: HttpRequest, form: HandInForm) -> RecordFile | None:
    """The record as it is kept; None where it cannot be read, and the form says why."""
    name, data = form.data_handed_in()
    now = timezone.now()
    try:
        kept = records.hand_in(
            name, data, body=form.cleaned_data["body"], time_zone=form.cleaned_data["time_zone"],
            by=desk.staff(request).actor, now=now,
        )  # fmt: skip
    except (UnreadableRecord, records.BadTimeZone) as problem:
        form.add_error("file" if form.cleaned_data["file"] else "text", str(problem))
        return None
    if kept.handed_in_at != now:
        messages.info(request, _("This record was handed in before; nothing was changed."))
    return kept


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET: what the record would become, or became. POST: bring it in."""
    rows = RecordFile.objects.in_bodies(desk.bodies(request)).select_related("body", "meeting", "word_file")
    kept = get_object_or_404(rows, pk=pk)
    preview = records.Preview(kept)
    if kept.meeting is not None:
        return _page(request, preview, None)
    form = BringInForm(request.POST or None, preview=preview)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = records.bring_in(kept, form.choices(), by=desk.staff(request).actor, now=timezone.now())
        except records.CannotBringIn as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The record is brought in. Its minutes are in drafting."))
            return redirect("desk-meeting", pk=meeting.pk)
    return _page(request, preview, form)


@require_POST
def changes(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The tracked changes of a Word file are read as accepted or as rejected."""
    kept = get_object_or_404(RecordFile.objects.in_bodies(desk.bodies(request)), pk=pk)
    try:
        records.read_changes(kept, _read_as(request), by=desk.staff(request).actor, now=timezone.now())
    except records.CannotBringIn as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The text is read so. Look through it below."))
    return redirect(kept)


def _read_as(request: HttpRequest) -> str:
    """The button that was pressed; a form without either is none of ours."""
    chosen = request.POST.get("read_as", "")
    if chosen not in RecordFile.ReadAs.values:
        raise SuspiciousOperation("no such reading")
    return chosen


@require_safe
def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The file as it was handed in, to be saved; of a plain text, its words in UTF-8."""
    rows = RecordFile.objects.in_bodies(desk.bodies(request)).select_related("word_file")
    kept = get_object_or_404(rows, pk=pk)
    data = bytes(kept.word.data) if kept.word else kept.text.encode()
    disposition = content_disposition_header(as_attachment=True, filename=kept.name)
    return HttpResponse(
        data, content_type=FILE_TYPE, headers={"Content-Disposition": disposition or "attachment"}
    )


def _page(request: HttpRequest, preview: records.Preview, form: BringInForm | None) -> HttpResponse:
    wanted = request.GET.get("became", "")
    report = [line for line in preview.record.report if wanted in ("", line.became)]
    doubtful, meeting = _doubtful(preview), preview.record_file.meeting
    context: dict[str, Any] = {
        "record": preview.record_file,
        "preview": preview,
        "read": preview.record,
        "form": form,
        "page": Paginator(report, LINES_PER_PAGE).get_page(request.GET.get("page")),
        "lines": len(preview.record.report),
        "wanted": wanted,
        "kinds": _kinds(preview),
        "labels": LABELS,
        "doubtful": doubtful,
        "word": preview.record_file.word,
        "labels_beside": word.LABELS,
        "status_labels": statuses.LABELS,
        "to_split": tasks.to_split(meeting) if meeting else [],
        "promised": follow_ups.proposed(meeting) if meeting else [],
        "other_questions": _other_questions(preview, {row.line for row, _pair in doubtful}),
    }
    failed = form is not None and form.is_bound
    return render(request, "actions/records/record.html", context, status=400 if failed else 200)


def _doubtful(preview: records.Preview) -> list[tuple[ContactRow, Pairing]]:
    """The pairs of name and address of which the text does not make sure, each with its row."""
    contact_list = preview.record.contact_list
    rows = contact_list.rows if contact_list else ()
    return [(row, pair) for row in rows for pair in row.people if not pair.certain]


def _other_questions(preview: records.Preview, asked: set[int]) -> list[Question]:
    """What is left to be looked at, beside the rows `asked` about, areas named alike and names of the body."""
    contact_list = preview.record.contact_list
    settled = {0, *asked, *([contact_list.line] if contact_list and contact_list.as_of else [])}
    return [question for question in preview.record.questions if question.line not in settled]


def _kinds(preview: records.Preview) -> list[tuple[str, str, int]]:
    """(value, label, how many lines) for each kind of line that occurs, in the order of a record."""
    found = [line.became for line in preview.record.report]
    return [(str(kind), str(LABELS[kind]), found.count(kind)) for kind in Became if kind in found]
