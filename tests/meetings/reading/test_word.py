"""Word files: what their text becomes, what is reported beside it. Files are made here, in our own words."""

import dataclasses
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.reading import Record, UnreadableRecord, read_record
from meetings.reading.word import open_word
from tests import word_files as files
from tests.word_files import deleted, inserted, of_xml, para, run

RECORDS = Path(__file__).parents[2] / "records"
SEED = Path(__file__).parents[4] / "shared" / "seed" / "friends-meeting-2010-11-30.txt"
TEXTS = [path for path in (*sorted(RECORDS.glob("*.txt")), SEED) if path.exists()]


def text(data: bytes) -> str:
    return open_word(data, "record.docx").accepted


def without_places(value: object) -> object:
    """What was read, without the numbers of lines and the report line by line."""
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value)]
        left = ("line", "lines", "report", "questions") if isinstance(value, Record) else ("line", "lines")
        return {name: without_places(getattr(value, name)) for name in names if name not in left}
    if isinstance(value, tuple | list):
        return [without_places(one) for one in value]
    return value.replace("\n", " ") if isinstance(value, str) else value


class TestText:
    def test_it_works(self) -> None:
        def write(document: docx.document.Document) -> None:
            document.add_heading("Meeting of the Harbour Committee", 0)
            document.add_heading("Opening", 1)
            paragraph = document.add_paragraph("The Committee was ")
            paragraph.add_run("brief ").bold = True
            paragraph.add_run("and ")
            paragraph.add_run("kind").italic = True
            document.add_paragraph("first", style="List Bullet")
            document.add_paragraph("under it", style="List Bullet 2")
            document.add_paragraph("one", style="List Number")
            document.add_paragraph("two", style="List Number")

        assert text(files.built(write)) == (
            "Meeting of the Harbour Committee\n\n# Opening\n\nThe Committee was **brief** and *kind*\n\n"
            "- first\n  - under it\n1. one\n2. two\n"
        )

    @pytest.mark.parametrize("spaced", [False, True], ids=["blank lines", "space behind each"])
    @pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
    def test_a_record_typed_in_word_reads_as_its_text(self, path: Path, spaced: bool) -> None:
        printed = path.read_text()
        read = read_record(text(files.of_text(printed, spaced=spaced)))
        assert without_places(read) == without_places(read_record(printed))

    def test_a_table_is_a_row_a_line_with_several_people_in_a_cell(self) -> None:
        def write(document: docx.document.Document) -> None:
            table = document.add_table(2, 4)
            for column, words in enumerate(["Area", "Country", "Name", "Email"]):
                table.cell(0, column).text = words
            cells = ["Docks", "Norway", "Ada Dock\nBea Bay", "ada@no.example.org\nbea@no.example.org"]
            for column, words in enumerate(cells):
                table.cell(1, column).text = words

        assert text(files.built(write)).splitlines()[1] == (
            "Docks\tNorway\tAda Dock; Bea Bay\tada@no.example.org; bea@no.example.org"
        )

    def test_agenda_and_action_points_as_tables(self) -> None:
        def write(document: docx.document.Document) -> None:
            document.add_paragraph("Minutes of the Harbour Committee, 4 April 2012")
            for heading, rows in (
                ("Agenda", [("No", "Item", "Lead"), ("1", "Docks", "Norway")]),
                (
                    "Action points",
                    [("Action", "Who", "By when"), ("Write to the port", "Peru", "3 May 2012")],
                ),
            ):
                document.add_heading(heading, 1)
                table = document.add_table(len(rows), 3)
                for at, row in enumerate(rows):
                    for column, words in enumerate(row):
                        table.cell(at, column).text = words

        record = read_record(text(files.built(write)))
        assert [(item.title, item.presenter_words) for item in record.agenda] == [("Docks", "Norway")]
        [point] = [row for part in record.sections for row in part.paragraphs]
        assert (point.kind, point.text, point.owner_words, point.due_words) == (
            "action", "Write to the port", "Peru", "3 May 2012",
        )  # fmt: skip

    def test_merged_cells_say_what_they_say_in_every_row_of_a_contact_list(self) -> None:
        def write(document: docx.document.Document) -> None:
            table = document.add_table(3, 3)
            for row, cells in enumerate(
                [["Docks", "Norway", "a@x.example.org"], ["", "Peru", "b@x.example.org"]]
            ):
                for column, words in enumerate(cells):
                    table.cell(row, column).text = words
            table.cell(0, 0).merge(table.cell(1, 0))
            table.cell(2, 0).merge(table.cell(2, 1)).text = "wide"
            table.cell(2, 2).text = "c@x.example.org"

        word = open_word(files.built(write), "r.docx")
        assert word.accepted.splitlines() == [
            "Docks\tNorway\ta@x.example.org", "Docks\tPeru\tb@x.example.org", "wide\t\tc@x.example.org",
        ]  # fmt: skip
        assert [(row.kind, row.near) for row in word.left_out] == [
            ("merged cell", "table 1, row 2"), ("merged cell", "table 1, row 3"),
        ]  # fmt: skip

    def test_italics_at_the_beginning_are_no_bullet(self) -> None:
        record = read_record("Minutes\n\n*Norway* spoke about the harbour and everybody listened to it.\n")
        assert [one.kind for section in record.sections for one in section.paragraphs] == ["paragraph"]


class TestTrackedChanges:
    DATA = of_xml(
        para(run("The fee is ") + deleted("nine") + inserted("ten") + run(" coins.")),
        para(deleted("Gone for good.")),
        para(inserted("New in full.")),
    )

    def test_it_works(self) -> None:
        word = open_word(self.DATA, "r.docx")
        assert word.accepted == "The fee is ten coins.\n\nNew in full.\n"
        assert word.rejected == "The fee is nine coins.\n\nGone for good.\n"

    def test_each_is_reported_with_who_when_and_where(self) -> None:
        changes = open_word(self.DATA, "r.docx").changes
        assert [(row.kind, row.author, row.at[:10], row.words) for row in changes] == [
            ("deleted", "Tito Tide", "2026-03-02", "nine"),
            ("inserted", "Ada Dock", "2026-03-01", "ten"),
            ("deleted", "Tito Tide", "2026-03-02", "Gone for good."),
            ("inserted", "Ada Dock", "2026-03-01", "New in full."),
        ]
        assert [row.near for row in changes[:2]] == ["The fee is nine coins.", "The fee is ten coins."]

    def test_a_deleted_end_of_paragraph_joins_two(self) -> None:
        mark = '<w:rPr><w:del w:id="3" w:author="A" w:date="2026-03-02T09:00:00Z"/></w:rPr>'
        word = open_word(of_xml(para(run("It is. "), mark), para(run("So it is."))), "r.docx")
        assert (word.accepted, word.rejected) == ("It is. So it is.\n", "It is.\n\nSo it is.\n")

    def test_words_moved_stand_once(self) -> None:
        gone = inserted("moved").replace("w:ins", "w:moveFrom")
        come = inserted("moved").replace("w:ins", "w:moveTo")
        word = open_word(of_xml(para(gone + run("a ")), para(run("b ") + come)), "r.docx")
        assert (word.accepted.split(), word.rejected.split()) == (["a", "b", "moved"], ["moveda", "b"])

    def test_rows_put_in_and_taken_out(self) -> None:
        def row(words: str, change: str = "") -> str:
            properties = f'<w:trPr><w:{change} w:id="4" w:author="A"/></w:trPr>' if change else ""
            return f"<w:tr>{properties}<w:tc>{para(run(words))}</w:tc><w:tc>{para(run('x'))}</w:tc></w:tr>"

        table = f"<w:tbl>{row('stays')}{row('new', 'ins')}{row('old', 'del')}</w:tbl>"
        word = open_word(of_xml(table), "r.docx")
        assert word.accepted == "stays\tx\nnew\tx\n"
        assert word.rejected == "stays\tx\nold\tx\n"
        assert [row.kind for row in word.changes] == ["row inserted", "row deleted"]


class TestBesideTheText:
    def test_comments_with_author_and_what_they_are_about(self) -> None:
        document = docx.Document()
        about = document.add_paragraph("The fee is ").add_run("ten coins")
        document.add_comment(about, text="Is that so?", author="Ada Dock", initials="AD")
        word = open_word(files.data_of(document), "r.docx")
        assert [(row.author, row.words, row.anchor) for row in word.comments] == [
            ("Ada Dock", "Is that so?", "ten coins")
        ]
        assert "Is that so" not in word.accepted

    def test_hidden_text_headers_and_pictures_are_left_out_and_said(self) -> None:
        def write(document: docx.document.Document) -> None:
            paragraph = document.add_paragraph("Seen. ")
            paragraph.add_run("Unseen.").font.hidden = True
            document.sections[0].header.paragraphs[0].text = "On every page"
            drawn = '<w:drawing><wp:docPr xmlns:wp="urn:x" id="1" name="p" descr="A quay"/></w:drawing>'
            paragraph._p.append(files.parse_xml(f"<w:r {files.NS}>{drawn}</w:r>"))

        word = open_word(files.built(write), "r.docx")
        assert word.accepted == "Seen.\n"
        assert [(row.kind, row.words, row.read) for row in word.left_out] == [
            ("hidden text", "Unseen.", False), ("image", "A quay", False), ("header", "On every page", False),
        ]  # fmt: skip

    def test_text_boxes_are_read_once(self) -> None:
        box = f"<w:txbxContent>{para(run('In the box'))}</w:txbxContent>"
        both = (
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
            "</mc:AlternateContent>"
        )
        word = open_word(of_xml(para(run("Before") + f"<w:r>{both}</w:r>"), para(run("After"))), "r.docx")
        assert word.accepted.split("\n") == ["Before", "In the box", "After", ""]
        assert [(row.kind, row.read) for row in word.left_out] == [("text box", True)]

    def test_footnotes_are_shown_with_their_words(self) -> None:
        document = docx.Document()
        document.add_paragraph("Noted")._p.append(
            files.parse_xml(f'<w:r {files.NS}><w:footnoteReference w:id="2"/></w:r>')
        )
        note = f"<w:footnotes {files.NS}><w:footnote w:id='2'>{para(run('See the list.'))}</w:footnote></w:footnotes>"
        from_document = files.data_of(document)
        word = open_word(files.with_footnotes(from_document, note), "r.docx")
        assert [(row.kind, row.words, row.near) for row in word.left_out] == [
            ("footnote", "See the list.", "Noted")
        ]


@given(st.recursive(
    st.builds(run, st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&>"), max_size=20)),
    lambda inner: st.lists(inner, max_size=3).map("".join).flatmap(lambda words: st.sampled_from([
        words, para(words), f"<w:ins w:id='1'>{words}</w:ins>", f"<w:del w:id='1'>{words}</w:del>",
        f"<w:tbl><w:tr><w:tc>{words}</w:tc><w:tc>{words}</w:tc></w:tr></w:tbl>",
        para(words, "<w:pStyle w:val='ListBullet'/>"),
        para(words, "<w:numPr><w:ilvl w:val='9'/><w:numId w:val='x'/></w:numPr>"),
        f"<w:sdt><w:sdtContent>{words}</w:sdtContent></w:sdt>",
    ])),
    max_leaves=12,
))  # fmt: skip
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_stands_in_the_body_is_read(inner: str) -> None:
    try:
        word = open_word(of_xml(f"<w:sdt>{inner}</w:sdt>"), "r.docx")
    except UnreadableRecord as refused:
        assert "is empty" in str(refused)
        return
    for read in (word.accepted, word.rejected):
        report = read_record(read).report
        assert len(report) == sum(1 for line in read.split("\n") if line.strip())


@given(st.data())
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_bytes_are_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(TestTrackedChanges.DATA)
    for _step in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(2, len(whole)))])
    try:
        assert read_record(open_word(cut, "r.docx").accepted)
    except UnreadableRecord as refused:
        assert "r.docx" in str(refused)


class TestNumbers:
    """Numbers that Word counts by itself."""

    LEVELS = (
        ("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("upperRoman", "%4."), ("bullet", "o"),
    )  # fmt: skip

    def data(self, *items: tuple[str, int]) -> bytes:
        """Paragraphs of lists by (list, level). List "1" counts; "2" is the same list, begun again at 5."""
        levels = "".join(
            f"<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{kind}'/><w:lvlText w:val='{words}'/></w:lvl>"
            for at, (kind, words) in enumerate(self.LEVELS)
        )
        again = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>"
        part = (
            f"<w:numbering {files.NS}><w:abstractNum w:abstractNumId='7'>{levels}</w:abstractNum>"
            f"<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
            f"<w:num w:numId='2'><w:abstractNumId w:val='7'/>{again}</w:num></w:numbering>"
        )
        rows = (
            para(run("x"), f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{name}'/></w:numPr>")
            for name, level in items
        )
        return files.with_parts(of_xml(*rows), {"word/numbering.xml": part.encode()})

    def test_it_works(self) -> None:
        data = self.data(("1", 0), ("1", 1), ("1", 1), ("1", 2), ("1", 3), ("1", 4), ("1", 0), ("1", 1))
        assert text(data).splitlines() == [
            "1. x", "  1.1 x", "  1.2 x", "    (a) x", "      I. x", "        - x", "2. x", "  2.1 x",
        ]  # fmt: skip

    def test_a_list_begun_again(self) -> None:
        assert text(self.data(("1", 0), ("1", 0), ("2", 0), ("2", 0))).splitlines() == [
            "1. x",
            "2. x",
            "5. x",
            "6. x",
        ]

    def test_lists_the_file_does_not_know_are_bullets(self) -> None:
        assert text(self.data(("9", 0), ("1", 8))).splitlines() == ["- x", f"{'  ' * 8}- x"]
