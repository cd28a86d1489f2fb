"""The coordinator's pages of papers: the register, one begun, what it is for, versions of its file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings import paper_files
from meetings.models import Document, Paper
from tests import cast
from tests.meetings.paper_samples import a_file, a_paper, a_pdf, a_word
from tests.queries import count

REGISTER = "/desk/papers/"
NEW = "/desk/papers/new/"


def said(**changed: object) -> dict[str, object]:
    data: dict[str, object] = {
        "form": "text", "title": " Draft  architecture ", "lead_words": "canada", "language": "en",
        "note": "for discussion", "access": "friends",
    }  # fmt: skip
    return data | changed


def hand_in(desk, paper, data: bytes, name: str = "a.pdf", **more: str):
    file = SimpleUploadedFile(name, data)
    return desk.post(reverse("paper-version-add", args=[paper.pk]), {"file": file, **more})


def test_it_works(desk, people):
    held = cast.meeting(people)
    item = held.agenda_items.get(title="Debrief")
    assert f'value="item:{item.pk}"' in desk.get(f"{NEW}?meeting={held.pk}").text
    answer = desk.post(NEW, said(places=[f"item:{item.pk}"]))
    paper = Paper.objects.get()
    assert answer.url == reverse("document", args=[paper.document_id])
    assert (str(paper), paper.lead.name, list(paper.meetings.all())) == (
        "Draft architecture",
        "Canada",
        [held],
    )
    for page in (REGISTER, f"/desk/meetings/{held.pk}/", paper.get_absolute_url(), answer.url):
        assert "Draft architecture" in desk.get(page).text
    assert held.title in desk.get(paper.get_absolute_url()).text
    assert f'/">{paper}</a>' in desk.get(reverse("whole-text", args=[paper.document_id])).text


def test_a_file_is_kept_version_by_version(desk, people):
    desk.post(NEW, said(form="file"))
    paper = Paper.objects.get()
    assert desk.get(reverse("document", args=[paper.document_id])).url == paper.get_absolute_url()
    assert hand_in(desk, paper, a_pdf(), "Über – uns.pdf", note="the first").url == paper.get_absolute_url()
    hand_in(desk, paper, a_word(), "b.docx")
    page = desk.get(paper.get_absolute_url()).text
    assert "Über – uns.pdf" in page and "b.docx" in page and "the first" in page and "The Coordinator" in page
    answer = desk.get(reverse("paper-version", args=[paper.pk, 1]))
    assert answer.content == a_pdf()
    assert (
        answer.headers["Content-Disposition"]
        == "attachment; filename*=utf-8''%C3%9Cber%20%E2%80%93%20uns.pdf"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_refused_says_why_and_nothing_is_kept(desk, people):
    paper = a_paper(people, form="file")
    for data, said_of_it in (
        (b"", "empty"),
        (b"MZ", "neither a PDF"),
        (b"x" * (paper_files.MOST_BYTES + 1), "larger"),
    ):
        answer = hand_in(desk, paper, data, note="kept words")
        assert answer.status_code == 400
        assert said_of_it in answer.text and "kept words" in answer.text
    assert not paper.versions.exists()


def test_it_is_changed_and_given_to_other_meetings(desk, people):
    held = cast.meeting(people)
    paper = a_paper(people, meetings=[held])
    edit = reverse("paper-edit", args=[paper.pk])
    assert "checked" in desk.get(edit).text
    assert desk.post(edit, said(title="Another", access="public")).url == paper.get_absolute_url()
    paper = Paper.objects.get()
    assert (str(paper), paper.access, list(paper.meetings.all())) == ("Another", "public", [])


def test_the_register_is_narrowed(desk, people):
    held = cast.meeting(people)
    a_paper(people, title="For the meeting", meetings=[held])
    a_paper(people, title="Open to Friends", access="friends")
    assert "Open to Friends" not in desk.get(f"{REGISTER}?meeting={held.pk}").text
    found = desk.get(f"{REGISTER}?access=friends").text
    assert "Open to Friends" in found and "For the meeting" not in found
    assert "No paper is like that" in desk.get(f"{REGISTER}?area={held.pk}").text


def test_another_body_does_not_find_it(stranger, people):
    paper = a_file(people)
    assert "Draft architecture" not in stranger.get(REGISTER).text
    for name, more in (("paper", []), ("paper-edit", []), ("paper-version", [1])):
        assert stranger.get(reverse(name, args=[paper.pk, *more])).status_code == 404
    assert stranger.post(reverse("paper-version-add", args=[paper.pk])).status_code == 404


@pytest.mark.parametrize("page", [REGISTER, "meeting"])
def test_a_list_asks_the_same_number_of_questions_at_one_and_three(desk, people, page):
    held = cast.meeting(people)
    address = f"/desk/meetings/{held.pk}/" if page == "meeting" else page
    numbers = []
    for more in (1, 2):
        for _n in range(more):
            a_file(people, items=list(held.agenda_items.all()))
        numbers.append(count(desk, address))
    assert numbers[0] == numbers[1]


def test_looking_changes_nothing(desk, people):
    paper = a_file(people)
    for page in (REGISTER, NEW, paper.get_absolute_url(), reverse("paper-edit", args=[paper.pk])):
        assert desk.get(page).status_code == 200
    assert desk.get(reverse("paper-version-add", args=[paper.pk])).status_code == 405
    assert (Paper.objects.count(), Document.objects.count()) == (1, 1)
