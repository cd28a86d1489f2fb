"""Tasks of action points: looking at the proposal, accepting it, and following each."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from actions import tasks
from actions.forms.action_points import StatusForm
from actions.forms.tasks import SplitForm, TaskForm
from actions.models import ActionPoint, Task
from actions.views.action_points import CHIPS
from ccm_portal.canonical import sha256
from meetings.views import desk


def _point(request: HttpRequest, pk: uuid.UUID) -> ActionPoint:
    rows = ActionPoint.objects.in_bodies(desk.bodies(request)).select_related("meeting__body")
    return get_object_or_404(rows, pk=pk)


def _task(request: HttpRequest, pk: uuid.UUID) -> Task:
    rows = Task.objects.in_bodies(desk.bodies(request)).standing().select_related("point__meeting__body")
    return get_object_or_404(rows.prefetch_related("owners"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The tasks proposed for an action point, to be changed; POST accepts them."""
    point = _point(request, pk)
    form = SplitForm(
        request.POST or None, proposed=tasks.proposed(point), initial={"wording": sha256(point.wording)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            accepted = tasks.accept(
                point, form.wanted(), wording_sha256=form.cleaned_data["wording"],
                by=desk.staff(request).actor, now=timezone.now(),
            )  # fmt: skip
        except (tasks.AlreadySplit, tasks.OtherWording, tasks.NothingToDo) as problem:
            form.add_error(None, str(problem))
        else:
            words = ngettext("%(n)s task is accepted.", "%(n)s tasks are accepted.", len(accepted))
            messages.success(request, words % {"n": len(accepted)})
            return redirect("action-point", pk=point.pk)
    context = {"point": point, "form": form, "split_already": point.tasks.standing().exists()}
    return render(request, "actions/tasks/split.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One more task of an action point."""
    point = _point(request, pk)
    form = TaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tasks.add(point, form.wanted(), by=desk.staff(request).actor, now=timezone.now())
        messages.success(request, _("The task is added."))
        return redirect("action-point", pk=point.pk)
    context = {"point": point, "form": form, "back": "action-point", "back_pk": point.pk}
    return render(request, "actions/tasks/words.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One task with its history; POST says where it stands."""
    row = _task(request, pk)
    form = StatusForm(request.POST or None, initial={"status": row.status})
    if request.method == "POST" and form.is_valid():
        data, by = form.cleaned_data, desk.staff(request).actor
        tasks.set_status(row, data["status"], note=data["note"], by=by, now=timezone.now())
        messages.success(request, _("Where the task stands is saved."))
        return redirect("actions")
    context = {"task": row, "point": row.point, "form": form, "chips": CHIPS, "history": row.history.all()}
    return render(request, "actions/tasks/task.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a task says, who and when; POST changes it."""
    row = _task(request, pk)
    standing = {"words": row.words, "owner_words": row.owner_words, "due_words": row.when_words}
    form = TaskForm(request.POST or None, initial=standing)
    if request.method == "POST" and form.is_valid():
        tasks.change(row, form.wanted(), by=desk.staff(request).actor, now=timezone.now())
        messages.success(request, _("The task is changed."))
        return redirect("task", pk=row.pk)
    context = {"point": row.point, "task": row, "form": form, "back": "task", "back_pk": row.pk}
    return render(request, "actions/tasks/words.html", context, status=400 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """It was no task; it leaves the list, its history stays."""
    row = _task(request, pk)
    tasks.take_off(row, by=desk.staff(request).actor, now=timezone.now())
    messages.success(request, _("The task is taken off the list."))
    return redirect("action-point", pk=row.point_id)
