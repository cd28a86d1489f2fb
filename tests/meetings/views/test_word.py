"""The desk's Word files: the working text, a revision, a comparison with tracked changes."""

import pytest
from django.urls import reverse

from tests.cast import document_at
from tests.meetings.views.test_documents import reword
from tests.meetings.writing.texts import read

pytestmark = pytest.mark.django_db


def test_files_of_the_text(desk, people):
    document = document_at("cleared", people)
    for address in (
        reverse("document-word", args=[document.pk]),
        reverse("revision-word", args=[document.pk, 1]),
    ):
        answer = desk.get(address)
        assert answer.status_code == 200
        assert "2026-10-30-friends" in answer["Content-Disposition"]
        assert "A1" not in read(answer.content)
        assert "Canada introduced a paper on how the work could be organised." in read(answer.content)
    assert desk.get(reverse("revision-word", args=[document.pk, 9])).status_code == 404


def test_a_comparison_is_tracked(desk, people):
    document = document_at("cleared", people)
    reword(document, people)
    page = desk.get(reverse("compare", args=[document.pk])).text
    address = reverse("compare-word", args=[document.pk])
    assert f"{address}?from=1&amp;to=working" in page
    file = desk.get(address, {"from": "1", "to": "working"}).content
    assert read(file, accepted=True) != read(file, accepted=False)
    assert desk.get(address, {"from": "working", "to": "working"}).status_code == 404


def test_another_body_does_not_find_them(stranger, people):
    document = document_at("cleared", people)
    for name in ("document-word", "compare-word"):
        assert stranger.get(reverse(name, args=[document.pk])).status_code == 404
    assert stranger.get(reverse("revision-word", args=[document.pk, 1])).status_code == 404
