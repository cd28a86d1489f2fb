"""Papers and their files for tests: a PDF and Word files made here, papers begun by the verbs."""

import io
import zipfile

import pikepdf

from meetings import finals, minutes, papers, presidency, publishing
from meetings.models import Document, Paper, Publication
from meetings.paragraphs import Wording
from tests.cast import HOUR, NOW, Cast

NAME = "Architecture.pdf"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def a_pdf(words: str = "The office could stand on three legs.", **beside: object) -> bytes:
    """One page with these words; `beside`: entries of the document's root."""
    document = pikepdf.new()
    page = document.add_blank_page()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = document.make_stream(f"BT /F1 12 Tf 50 500 Td ({words}) Tj ET".encode())
    for name, value in beside.items():
        document.Root[f"/{name}"] = value
    file = io.BytesIO()
    document.save(file, deterministic_id=True)
    return file.getvalue()


def a_word(body: str = "", *, words: str = "Three legs carry the office.", **parts: str) -> bytes:
    """A small Word file; `parts`: further parts below word/, by name ("comments")."""
    inner = body or f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/word/document.xml" '
            f'ContentType="{MAIN}"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'
        )
        for name, text in parts.items():
            package.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{W}">{text}</w:{name}>')
    return file.getvalue()


def a_paper(
    people: Cast, *, form: str = Paper.Form.TEXT, title: str = "Draft architecture", **where: object
) -> Paper:
    """A paper from Canada; `where`: access, meetings, items."""
    access = str(where.pop("access", Paper.Access.OFFICE))
    said = papers.Said(title, "Canada", people.contacts["Canada"][0].delegation, access=access)
    return papers.create(people.body, said, form=form, by=people.coordinator.actor, now=NOW, **where)  # type: ignore[arg-type]


def a_file(people: Cast, *, data: bytes = b"", name: str = NAME, **where: object) -> Paper:
    """A paper with one version of its file."""
    paper = a_paper(people, form=Paper.Form.FILE, **where)
    papers.add_version(paper, name, data or a_pdf(), by=people.coordinator.actor, now=NOW)
    return paper


def written(paper: Paper, people: Cast, *, words: str = "Support stands on three legs.") -> Document:
    """The document of a paper with a section of two paragraphs."""
    section = minutes.add_section(paper.document, "The office", by=people.coordinator.actor, now=NOW)
    for wording in (Wording(words), Wording("A small office.", kind="decision")):
        minutes.save_section(section, [minutes.Edit(wording)], by=people.coordinator.actor, now=NOW)
    return paper.document


def given(document: Document, purpose: str, people: Cast) -> Document:
    """The Presidency's word, recorded; the document as it stands then."""
    recorded = presidency.Recorded("the Ambassador", "by telephone", NOW)
    presidency.record(
        document, purpose, given=True, note="", recorded=recorded, user=people.coordinator, now=NOW + HOUR
    )
    return Document.objects.select_related("body", "meeting", "paper").get(pk=document.pk)


def approved(paper: Paper, people: Cast) -> Document:
    """A paper that needs no round, final and approved."""
    document = (
        given(paper.document, "clear", people) if paper.document.status == "drafting" else paper.document
    )
    finals.issue(document, waiver="No round is needed.", by=people.coordinator.actor, now=NOW + HOUR)
    return given(document, "approve", people)


def published(paper: Paper, people: Cast) -> Publication:
    """The paper went the whole way; one that is a text needs the `renderer` fixture."""
    preparation = publishing.prepare(approved(paper, people), by=people.coordinator.actor, now=NOW + HOUR)
    preparation = publishing.finish(preparation, wait=60, now=NOW + HOUR)
    assert preparation.state == "ready", preparation.findings
    return publishing.confirm(preparation, by=people.coordinator.actor, now=NOW + HOUR)
