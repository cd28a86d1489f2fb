"""The printed document: everything the revision says is on it, and it is accessible."""

import io
import re
from collections import Counter
from pathlib import Path

import page
import pikepdf
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from ccm_portal import pdf, printed_page
from meetings import printing
from meetings.text import inline, redline
from tests import renderers
from tests.meetings import printed


def words(text: str) -> str:
    """The words alone, whatever the line breaks."""
    return " ".join(text.split())


def flowing(made: bytes) -> str:
    """The words of all pages as they follow, without the running header and the footer between them."""
    pages = pdf.extract_text(made).split("\f")
    lines = [line for page_text in pages for line in page_text.splitlines()]
    return words(" ".join(line for line in lines if not re.search(r"^Minutes, 14|Page \d of \d$", line)))


def body_of(markup: str) -> str:
    return markup.partition("<body")[2]


@pytest.fixture(scope="module", autouse=True)
def renderer():
    with renderers.running() as process:
        yield process


@pytest.fixture(scope="module")
def minutes():
    return pdf.rendering(printing.print_html(printed.content(), stamp=printed.PUBLISHED))


def test_it_works(minutes):
    text = flowing(minutes.pdf)
    content = printed.content()
    for expected in (content["title"], content["treaty"], content["body"]["name"], printed.PUBLISHED.line):
        assert expected in text
    for section in content["sections"]:
        assert f"{section['number']} {section['heading']}".strip() in text
        for paragraph in section["paragraphs"]:
            # Words in Arabic change places where the line is read from left to right.
            latin = inline.to_text(paragraph["text"]).encode("ascii", "ignore").decode().split(" ,")[0]
            assert words(latin) in text


def test_sample_is_as_long_as_real_minutes():
    texts = [row["text"] for section in printed.content()["sections"] for row in section["paragraphs"]]
    assert 1_000 <= sum(len(text.split()) for text in texts) <= 2_000


@pytest.mark.parametrize("stamp", [printed.DRAFT, printed.PUBLISHED], ids=["draft", "published"])
def test_it_is_accessible(stamp):
    made = pdf.rendering(printing.print_html(printed.content(), stamp=stamp))
    assert [failure.message for failure in page.validate_pdf_bytes(made.pdf, profile="ua1").failures] == []
    assert made.warnings == ()
    assert made.refused_fetches == ()


def test_structure(minutes):
    with pikepdf.open(io.BytesIO(minutes.pdf)) as document:
        tags = [
            str(item.S) for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item
        ]
        assert str(document.Root.Lang) == "en"
        assert str(document.docinfo["/Title"]) == printed.content()["title"]
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261012")
    assert tags.count("/H1") == 1
    # Attendance, seven sections, annex.
    assert tags.count("/H2") == 9
    assert tags.count("/Table") == 2


def test_every_page_says_what_it_is_and_how_final(minutes):
    pages = pdf.extract_text(minutes.pdf).split("\f")
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        assert printed.PUBLISHED.identifier in text
    for text in pages[1:]:
        assert "Minutes, 14 September 2026 · Final" in text


def test_a_draft_says_so_on_every_page():
    made = pdf.render(printing.print_html(printed.content(), stamp=printed.DRAFT))
    first, *others = pdf.extract_text(made).split("\f")
    assert words(printed.DRAFT.line) in words(first)
    for text in others:
        assert "Minutes, 14 September 2026 · Draft, revision 1" in text


def test_meeting_and_attendance():
    text = words(pdf.extract_text(pdf.render(printing.print_html(printed.content(), stamp=printed.DRAFT))))
    for expected in (
        "Date Monday 14 September 2026",
        "Time 10:00 to 12:40 (Europe/Zurich)",
        "Venue Palais des Nations, room XXIII, Geneva",
        "Chair Presidency of Hestvik",
        "Hestvik, Presidency",
        "Observers Alliance of Survivors",
        "Apologies Nordhavn",
    ):
        assert expected in text


def test_numbers_hang_as_they_are_cited(minutes):
    text = words(pdf.extract_text(minutes.pdf))
    assert "5 Three observations were made" in text
    assert "(a) that surveys begun" in text
    assert "5 (a)" not in text
    assert "9 DECISION The paper on completed surveys" in text
    assert "A1 Reissue the paper" in text


def test_action_points_are_one_table_without_status(minutes):
    text = words(pdf.extract_text(minutes.pdf))
    assert "No. Action Who When" in text
    assert "A4 Circulate the form of the table of needs and offers. Ardenland 28 September 2026" in text
    markup = printing.print_html(printed.content(), stamp=printed.PUBLISHED)
    assert markup.count('<table class="actions">') == 1


def test_the_agenda_is_annexed_with_presenters_and_areas(minutes):
    last = words(pdf.extract_text(minutes.pdf).split("\f")[-1])
    assert "Agenda" in last
    assert "3 (a) Survey and clearance (Dunmere and Esteria) Areas of work: Clearance Risk education" in last
    assert "Area of work: Cooperation and assistance" in last


def test_an_agenda_by_itself_is_no_annex():
    content = {**printed.content(), "kind": "agenda", "title": "Agenda of the second meeting", "sections": []}
    markup = body_of(printing.print_html(content, stamp=printed.DRAFT))
    assert "Annex" not in markup
    assert "Survey and clearance" in markup
    assert 'data-running="Agenda, 14 September 2026' in markup


def test_a_paper_without_a_meeting():
    content = {**printed.content(), "kind": "paper", "meeting": None, "attendance": [], "agenda": []}
    markup = body_of(printing.print_html({**content, "title": "A long title " * 10}, stamp=printed.DRAFT))
    assert "Attendance" not in markup
    assert '<table class="facts">' not in markup
    running = re.search('data-running="([^"]*)"', markup).group(1)
    title, _dot, status = running.partition(" · ")
    assert title.endswith("A long title A…")
    assert len(title) <= printing.MAX_RUNNING_TITLE
    assert status == "Draft, revision 1"


def test_an_open_date_is_printed_in_its_words():
    content = printed.content()
    content["meeting"].update(date="", when="end of January, beginning of February 2027", starts="", ends="")
    markup = body_of(printing.print_html(content, stamp=printed.DRAFT))
    assert "<td>end of January, beginning of February 2027</td>" in markup
    assert "Europe/Zurich" not in markup


def test_an_action_point_without_owner_or_date_has_a_dash():
    markup = printing.print_html(printed.content(), stamp=printed.DRAFT)
    assert "<td>All Friends</td><td>–</td>" in markup


def test_hostile_words_are_only_words():
    content = printed.content()
    hostile = "</style><script>alert(1)</script>{{ content }}{% now 'Y' %}<img src=x>"
    content["title"] = content["treaty"] = content["body"]["name"] = hostile
    content["meeting"]["venue"] = content["attendance"][0]["name"] = content["agenda"][0]["title"] = hostile
    for paragraph in content["sections"][0]["paragraphs"] + content["sections"][-1]["paragraphs"]:
        paragraph.update(text=hostile, owner=hostile, due=hostile)
    made = pdf.rendering(printing.print_html(content, stamp=printed.DRAFT))
    assert made.refused_fetches == ()
    assert words(hostile).replace(" ", "") in words(pdf.extract_text(made.pdf)).replace(" ", "")


def test_control_characters_have_no_place_in_a_pdf():
    content = printed.content()
    content["title"] = "Minutes\x00 of\x0b the\x1b meeting\ufffe"
    markup = printing.print_html(content, stamp=printed.DRAFT)
    assert not printed_page.CONTROLS.search(markup)
    assert page.is_pdf_compliant_bytes(pdf.render(markup), profile="ua1")


def test_labels_and_dates_in_the_language_of_the_document():
    content = {**printed.content(), "language": "fr"}
    markup = printing.print_html(content, stamp=printed.DRAFT)
    assert '<html lang="fr" dir="ltr">' in markup
    assert "lundi 14 septembre 2026" in markup
    assert "Français" in markup


def test_arabic_runs_from_the_right_and_can_be_copied_out():
    content = {**printed.content(), "language": "ar", "title": "محضر الاجتماع الثاني"}
    content["sections"][0]["paragraphs"][0]["text"] = "رحب المشاركون بالتقدم المحرز"
    markup = printing.print_html(content, stamp=printed.DRAFT)
    made = pdf.rendering(markup)
    assert '<html lang="ar" dir="rtl">' in markup
    assert "رحب المشاركون بالتقدم المحرز" in words(pdf.extract_text(made.pdf))
    assert not made.has_missing_glyphs
    assert page.is_pdf_compliant_bytes(made.pdf, profile="ua1")


def test_the_same_content_gives_the_same_page_and_file(minutes):
    again = printing.print_html(printed.content(), stamp=printed.PUBLISHED)
    assert again == printing.print_html(printed.content(), stamp=printed.PUBLISHED)
    assert pdf.render(again) == minutes.pdf


def test_ordinary_minutes_cost_little(minutes):
    """Two seconds of computing for six pages is the promise; memory far below the limit."""
    assert minutes.cpu_seconds < 2
    assert minutes.peak_bytes < 300 * 1024**2
    assert len(minutes.pdf) < 150_000


def test_a_style_sheet_parsed_before_sets_the_same_page(minutes):
    """One that differs from the renderer's own, be it by a comment, is parsed for the page."""
    markup = printing.print_html(printed.content(), stamp=printed.PUBLISHED)
    assert pdf.render(markup.replace("</style>", "/* another */</style>")) == minutes.pdf


def test_the_order_of_style_sheets_holds(minutes):
    """Of two, the later one wins, as if none had been parsed before."""
    markup = printing.print_html(printed.content(), stamp=printed.PUBLISHED)
    two = markup.replace("<style>", "<style>body { margin-top: 9999mm }</style><style>", 1)
    assert pdf.render(two) == minutes.pdf


def test_a_comparison_keeps_headings_and_decisions_what_they_are():
    old, new = printed.content(), printed.content()
    rows = [row for section in new["sections"] for row in section["paragraphs"]]
    changed = next(row for row in rows if row["kind"] == "heading")
    changed["text"] += ", continued"
    markup = printing.print_comparison(redline.compare(old, new), new, stamp=printed.DRAFT)
    kinds = Counter(row["kind"] for row in rows)
    assert markup.count('<h3 class="change ') == kinds["heading"] > 1
    assert markup.count('<h3 class="change changed"') == 1
    assert len(re.findall(r'<strong class="word">\s*Decision\s*</strong>', markup)) == kinds["decision"] > 0


def test_every_part_of_the_printed_document_is_in_the_page_that_warms_the_renderer_up():
    """What is not there has its font looked for in each job anew."""
    styled = re.sub(r"/\*.*?\*/", "", Path(finders.find("print.css")).read_text(), flags=re.S)
    classes = set(re.findall(r"\.([a-z][a-z0-9-]*)", re.sub(r"\{[^{}]*\}", "", styled)))
    there = {name for names in re.findall(r'class="([^"]+)"', warm_up_page()) for name in names.split()}
    assert {"masthead", "seal", "chip"} <= classes <= there


def warm_up_page() -> str:
    return (settings.BASE_DIR / "ccm_portal" / "warm_up.html").read_text()
