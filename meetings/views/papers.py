"""The coordinator's pages of papers: the register, one begun, what it is for and who reads it, versions of its file."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ccm_portal.models import User
from friends.models import Body, ThematicArea
from meetings import documents as life
from meetings import paper_files, papers
from meetings.forms import papers as forms
from meetings.forms.papers import PaperForm, VersionForm
from meetings.models import Meeting, Paper, PaperVersion
from meetings.views import desk
from meetings.views.documents import standing

PAPERS_A_PAGE = 50


def load(request: HttpRequest, pk: uuid.UUID) -> Paper:
    """A paper of a body that this member of staff serves."""
    return get_object_or_404(papers.listed(Paper.objects.in_bodies(desk.bodies(request))), pk=pk)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every paper of the bodies served, the newest first; `?meeting=`, `?area=` and `?access=` choose among them."""
    bodies = desk.bodies(request)
    meetings = Meeting.objects.in_bodies(bodies).filter(papers__isnull=False).distinct()
    areas = ThematicArea.objects.filter(body__in=bodies, agenda_items__papers__isnull=False).distinct()
    asked = {name: request.GET.get(name, "") for name in ("meeting", "area", "access")}
    rows = papers.register(bodies)
    if (meeting := _uuid(asked["meeting"])) is not None:
        rows = rows.filter(meetings=meeting)
    if (area := _uuid(asked["area"])) is not None:
        rows = rows.filter(items__areas=area)
    if asked["access"] in Paper.Access.values:
        rows = rows.filter(access=asked["access"])
    page = Paginator(rows, PAPERS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "papers": page.object_list,
        "meetings": meetings,
        "areas": areas,
        "accesses": Paper.Access.choices,
        "asked": asked,
        "narrowed": any(asked.values()),
    }
    return render(request, "meetings/desk/papers.html", context)


def _uuid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def paper_new(request: HttpRequest) -> HttpResponse:
    """Begin a paper of a body served; `?meeting=` or `?item=` says what it is for."""
    served = Body.objects.filter(pk__in=desk.bodies(request))
    body, places = _asked(request)
    form = PaperForm(request.POST or None, body=body, initial={"places": places})
    if request.method == "POST" and form.is_valid():
        paper = papers.create(
            body, form.said(), form=form.cleaned_data["form"], meetings=form.meetings(), items=form.items(),
            by=desk.staff(request).actor, now=timezone.now(),
        )  # fmt: skip
        if paper.is_file:
            messages.success(request, _("The paper is in the register. Next is its first file."))
            return redirect(paper)
        messages.success(request, _("The paper is begun. Write it below, or paste the whole text."))
        return redirect("document", pk=paper.document_id)
    context = {"form": form, "body": body, "bodies": served}
    return render(request, "meetings/desk/paper_new.html", context, status=400 if form.errors else 200)


def _asked(request: HttpRequest) -> tuple[Body, list[str]]:
    """The body, and what is ticked at first: by the meeting or item asked for, else by `?body=`."""
    meetings = Meeting.objects.in_bodies(desk.bodies(request)).select_related("body")
    item = _uuid(request.GET.get("item", ""))
    if item is not None:
        return get_object_or_404(meetings, agenda_items=item).body, [f"{forms.ITEM}:{item}"]
    meeting = _uuid(request.GET.get("meeting", ""))
    if meeting is not None:
        return get_object_or_404(meetings, pk=meeting).body, [f"{forms.MEETING}:{meeting}"]
    served = Body.objects.filter(pk__in=desk.bodies(request))
    slug = request.GET.get("body")
    return (get_object_or_404(served, slug=slug) if slug else served[0]), []


@require_safe
def paper(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a paper is, for whom and for what; of one that is a file its versions and next step."""
    return _page(request, load(request, pk), VersionForm())


def _page(request: HttpRequest, row: Paper, form: VersionForm, *, status: int = 200) -> HttpResponse:
    document = row.document
    context: dict[str, Any] = {
        **standing(document),
        "paper": row,
        "access": papers.access_words(row),
        "draft": papers.draft_words(row),
        "meetings": row.meetings.all(),
        "items": row.items.select_related("meeting"),
        "form": form,
    }
    if row.is_file:
        context["versions"] = _with_names(list(papers.versions(row)))
    return render(request, "meetings/desk/paper.html", context, status=status)


def _with_names(rows: list[PaperVersion]) -> list[tuple[PaperVersion, str]]:
    """Each version with who added it."""
    people = User.objects.in_bulk([row.added_by for row in rows])
    return [(row, str(people[row.added_by]) if row.added_by in people else "") for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
def paper_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change what the paper says of itself, who may read it, and what it is for."""
    row = load(request, pk)
    body = row.document.body
    form = PaperForm(request.POST or None, body=body, paper=row, initial=forms.initial(row))
    if request.method == "POST" and form.is_valid():
        by, now = desk.staff(request).actor, timezone.now()
        try:
            papers.change(row, form.said(), by=by, now=now)
            papers.give(row, meetings=form.meetings(), items=form.items(), by=by, now=now)
        except papers.AlreadyRead as problem:
            form.add_error("access", str(problem))
        except life.NotNow as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("What is said about the paper is saved."))
            return redirect(row)
    context = {"paper": row, "document": row.document, "form": form}
    return render(request, "meetings/desk/paper_edit.html", context, status=400 if form.errors else 200)


@require_POST
def version_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep the file handed in as the newest version."""
    row = load(request, pk)
    form = VersionForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            added = papers.add_version(
                row, file.name, file.read(), note=form.cleaned_data["note"], by=desk.staff(request).actor,
                now=timezone.now(),
            )  # fmt: skip
        except (paper_files.CannotKeep, papers.SameFile, life.NotNow) as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, _("Version %(number)s is kept.") % {"number": added.number})
            return redirect(row)
    return _page(request, row, form, status=400)


@require_safe
def version(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """One version of the file, to be saved."""
    row = load(request, pk)
    return as_file(get_object_or_404(row.versions, number=number))


def as_file(kept: PaperVersion) -> HttpResponse:
    """A version as a download: never opened in the browser, never kept on the way."""
    return HttpResponse(
        bytes(kept.content),
        content_type=kept.media_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=kept.name) or "",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
