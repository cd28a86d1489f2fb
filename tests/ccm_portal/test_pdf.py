"""The renderer as a real process: honest pages come out, hostile ones are stopped, neighbours live."""

import contextlib
import io
import os
import signal
import socket
import threading
import time
from pathlib import Path

import page
import pikepdf
import pytest

from ccm_portal import frames, pdf
from tests import renderers

STYLE = 'html { font-family: "Noto Serif", Amiri } :lang(ar) { font-family: Amiri }'


def html(body: str, *, lang: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>A short paper</title>'
        f'<meta name="dcterms.created" content="2026-09-21">'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    )


HONEST = html("<h1>A short paper</h1><p>The Chair opened the meeting.</p>")
# Passes every limit on the markup, then takes exponential time to lay out.
SLOW = html("<p>Slow</p>" + '<div style="display:flex">' * 16 + "x")
# As many boxes as the limits let through: far more memory than a short paper needs.
HUNGRY = html("<p>x" * 39_000)


@pytest.fixture(scope="module", autouse=True)
def renderer():
    with renderers.running(cpu_seconds=2, wall_seconds=6) as process:
        yield process


def test_it_works():
    made = pdf.render(HONEST)
    assert made.startswith(b"%PDF-1.7")
    assert pdf.extract_text(made) == "A short paper\nThe Chair opened the meeting."
    assert pdf.page_count(made) == 1


def test_it_is_accessible():
    report = page.validate_pdf_bytes(pdf.render(HONEST), profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


def test_an_untagged_file_is_not_accessible():
    """The validator of the test above does refuse."""
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf.render(HONEST))) as document:
        del document.Root.StructTreeRoot
        document.save(saved)
    assert not page.is_pdf_compliant_bytes(saved.getvalue(), profile="ua1")


def test_title_language_and_headings_as_the_file_has_them():
    with pikepdf.open(io.BytesIO(pdf.render(HONEST))) as document:
        assert str(document.Root.Lang) == "en"
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo["/Title"]) == "A short paper"
        tags = [
            str(item.S) for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item
        ]
        assert tags.count("/H1") == 1


def test_the_same_page_gives_the_same_bytes_also_after_a_restart(renderer):
    first = pdf.render(HONEST)
    assert pdf.render(HONEST) == first
    renderer.stop()
    renderer.start()
    assert pdf.render(HONEST) == first
    assert pdf.render(HONEST.replace("opened", "closed")) != first


def test_arabic_can_be_copied_out():
    words = "أصدقاء الرئيس والألغام"
    made = pdf.rendering(html(f"<h1>العنوان</h1><p>{words}</p>", lang="ar"))
    assert words in pdf.extract_text(made.pdf)
    assert not made.has_missing_glyphs
    assert page.is_pdf_compliant_bytes(made.pdf, profile="ua1")


def test_characters_no_font_has_are_reported():
    assert pdf.rendering(html("<h1>Title</h1><p>\U000f1234</p>")).has_missing_glyphs
    assert not pdf.rendering(HONEST).has_missing_glyphs


# --- nothing is fetched ---------------------------------------------------------------------------------

REFERENCES = [
    '<img src="{url}" alt="x">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">x</a>',
    '<style>@import url("{url}");</style>',
    '<style>@font-face {{ font-family: x; src: url("{url}") }} p {{ font-family: x }}</style><p>x</p>',
    '<p style="background: url({url})">x</p>',
    '<ul style="list-style-image: url({url})"><li>x</li></ul>',
    '<p style="content: url({url})">x</p>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{url}#x"/></svg>',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
]


@pytest.fixture(scope="module")
def web():
    """A web server's door that counts who knocks; its address, and the list of visits."""
    visits = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def count():
            while True:
                try:
                    visitor, _address = door.accept()
                except OSError:
                    return
                with visitor:
                    visits.append(visitor)

        threading.Thread(target=count, daemon=True).start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}/x.png", visits
        door.shutdown(socket.SHUT_RDWR)


def test_the_door_counts(web):
    url, visits = web
    before = len(visits)
    socket.create_connection(("127.0.0.1", int(url.split(":")[2].split("/")[0]))).close()
    time.sleep(0.1)
    assert len(visits) == before + 1


@pytest.mark.parametrize("reference", REFERENCES)
def test_nothing_is_fetched_from_the_web(reference, web):
    url, visits = web
    before = len(visits)
    made = pdf.rendering(html("<h1>x</h1>" + reference.format(url=url)))
    assert len(visits) == before
    # What WeasyPrint would have fetched was asked for and refused; what it does not know was not asked for.
    assert set(made.refused_fetches) <= {url, f"{url}#x"}


@pytest.mark.parametrize("scheme", ["file", "data"])
def test_neither_files_nor_data_come_in(scheme, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the word is heliotrope")
    url = secret.as_uri() if scheme == "file" else "data:text/plain,the word is heliotrope"
    body = "".join(reference.format(url=url) for reference in REFERENCES)
    made = pdf.rendering(html(f"<h1>x</h1>{body}"))
    assert len(made.refused_fetches) >= 5
    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        assert not document.attachments
    files_words = pdf.extract_text(made.pdf)
    assert "heliotrope" not in files_words


def test_a_base_address_does_not_help(tmp_path):
    (tmp_path / "x.css").write_text("p::after { content: 'heliotrope' }")
    body = f'<base href="{tmp_path.as_uri()}/"><h1>x</h1><link rel="stylesheet" href="x.css"><p>y</p>'
    made = pdf.rendering(html(body))
    assert made.refused_fetches == (f"{tmp_path.as_uri()}/x.css",)
    assert "heliotrope" not in pdf.extract_text(made.pdf)


# --- bombs, and the honest job behind them --------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<table><tr><td colspan=100000>x</table>", "spans 100000 rows or columns, at most 20"),
        ("<ul><li>" * 100, "Lists are nested more than 20 levels"),
        ("<div>" * 400, "nested more than 60 levels"),
        ("<br>" * 100_000, "more than 2000 line breaks"),
        ("<table>" + "<tr><td>x" * 5_000 + "</table>", "more than 2000 table cells"),
        ("<p>" + "word " * 300_000, "too long to be set as a PDF"),
        ("<p>" + "x" * 10_000_000, "too large to be set as a PDF"),
    ],
)
def test_dear_markup_is_refused_at_once(body, sentence):
    start = time.monotonic()
    with pytest.raises(pdf.RenderRefused, match=sentence):
        pdf.render(html("<p>The words before.</p>" + body))
    assert time.monotonic() - start < 2
    assert pdf.render(HONEST)


def test_computing_without_end_is_stopped():
    with pytest.raises(pdf.RenderRefused, match="more than 2 seconds of computing"):
        pdf.render(SLOW)
    assert pdf.render(HONEST)


def test_waiting_without_end_is_stopped():
    with renderers.running(cpu_seconds=60, wall_seconds=1):
        with pytest.raises(pdf.RenderRefused, match="longer than 1 seconds"):
            pdf.render(SLOW)
        assert pdf.render(HONEST)


def test_memory_without_end_is_stopped():
    with renderers.running(memory_bytes=32 * 1024**2):
        with pytest.raises(pdf.RenderRefused, match="more than 32 MB of memory"):
            pdf.render(HUNGRY, wait=60)
        assert pdf.render(HONEST)


def test_an_honest_job_behind_a_queue_of_bombs():
    bombs = [threading.Thread(target=_ignore_refusal, args=(SLOW,)) for _ in range(3)]
    for bomb in bombs:
        bomb.start()
    time.sleep(0.2)
    assert pdf.render(HONEST, wait=30)
    for bomb in bombs:
        bomb.join()


def _ignore_refusal(markup):
    with pytest.raises(pdf.RenderRefused):
        pdf.render(markup, wait=30)


def test_a_client_that_gives_up_frees_the_renderer():
    with renderers.running():
        with pytest.raises(pdf.RendererUnavailable, match="busy"):
            pdf.render(SLOW, wait=0.5)
        start = time.monotonic()
        assert pdf.render(HONEST)
        assert time.monotonic() - start < 3


def test_the_death_of_a_job_is_survived(renderer):
    refusals = []

    def ask():
        with pytest.raises(pdf.RenderRefused) as refusal:
            pdf.render(SLOW, wait=30)
        refusals.append(str(refusal.value))

    asking = threading.Thread(target=ask)
    asking.start()
    os.kill(_job_of(renderer), signal.SIGKILL)
    asking.join()
    assert refusals == ["This text could not be set as a PDF (SIGKILL)."]
    assert renderer.is_alive()
    assert pdf.render(HONEST)


def _job_of(renderer):
    """The number of the fork that is at work."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        for status in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                # After the name in brackets: the state, then the parent.
                if status.read_text().rpartition(")")[2].split()[1] == str(renderer.pid):
                    return int(status.parent.name)
        time.sleep(0.01)
    raise AssertionError("no job is at work")


def test_nonsense_on_the_socket_is_survived(renderer):
    for nonsense in (b"", b"\xff\xff\xff\xff", b"GET / HTTP/1.1\r\n\r\n", frames.LENGTH.pack(4) + b"true"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(renderer.socket_path))
            connection.sendall(nonsense)
    assert pdf.render(HONEST)


# --- the process ----------------------------------------------------------------------------------------


def test_it_ends_when_its_lifeline_closes():
    with renderers.running() as process:
        pid = process.pid
        process.stop()
        assert not process.is_alive()
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        with pytest.raises(pdf.RendererUnavailable, match="does not answer"):
            pdf.render(HONEST)


def test_it_ends_on_sigterm_with_the_job_at_work():
    with renderers.running() as process:
        asking = threading.Thread(target=_find_no_renderer, args=(SLOW,))
        asking.start()
        job = _job_of(process)
        os.kill(process.pid, signal.SIGTERM)
        asking.join(10)
        assert not asking.is_alive()
        with pytest.raises(ProcessLookupError):
            os.kill(job, 0)


def _find_no_renderer(markup):
    with pytest.raises(pdf.RendererUnavailable):
        pdf.render(markup, wait=30)


def test_it_can_be_started_again_after_a_crash():
    with renderers.running() as process:
        os.kill(process.pid, signal.SIGKILL)
        end = time.monotonic() + 5
        while process.is_alive() and time.monotonic() < end:
            time.sleep(0.01)
        with pytest.raises(pdf.RendererUnavailable):
            pdf.render(HONEST)
        process.start()
        assert pdf.render(HONEST)


def test_a_second_renderer_leaves_the_first_alone(renderer):
    second = pdf.RendererProcess(renderer.socket_path)
    second.start(ready_within=0)
    assert second._process.wait(15) == 3
    assert pdf.render(HONEST)


def test_its_socket_is_for_this_user_alone(renderer):
    assert renderer.socket_path.stat().st_mode & 0o777 == 0o600


def test_it_gets_no_secret(renderer, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "heliotrope")
    renderer.stop()
    renderer.start()
    with open(f"/proc/{renderer.pid}/environ") as environment:
        assert "heliotrope" not in environment.read()


def test_no_renderer_at_all(settings, tmp_path):
    settings.RENDERER_SOCKET = str(tmp_path / "nobody.sock")
    start = time.monotonic()
    with pytest.raises(pdf.RendererUnavailable):
        pdf.render(HONEST)
    assert time.monotonic() - start < 1


def test_a_path_too_long_for_a_socket(tmp_path, settings):
    deep = tmp_path / ("long" * 20) / ("longer" * 10) / "renderer.sock"
    settings.RENDERER_SOCKET = str(deep)
    with pdf.RendererProcess() as process:
        assert len(str(process.socket_path)) <= pdf.MAX_SOCKET_PATH
        assert pdf.render(HONEST)


# --- reading back ---------------------------------------------------------------------------------------


def test_metadata_holds_all_that_is_said_beside_the_pages():
    made = pdf.render(
        html('<h1>Bookmark</h1><p><a href="mailto:office@example.org">Write</a></p>').replace(
            "<head>",
            '<head><meta name="author" content="Role of the author">'
            '<meta name="keywords" content="key, word">',
        )
    )
    found = pdf.metadata(made)
    for words in (
        "A short paper",
        "Bookmark",
        "mailto:office@example.org",
        "Role of the author",
        "key, word",
        "pdfuaid:part",
    ):
        assert words in found


def test_metadata_reads_attachments_and_alternative_texts():
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf.render(HONEST))) as document:
        document.attachments["list.csv"] = pikepdf.AttachedFileSpec(
            document, b"office@example.org;+41 22 000 00 00"
        )
        document.Root.StructTreeRoot.K[0].Alt = pikepdf.String("words for the ear")
        document.save(saved)
    found = pdf.metadata(saved.getvalue())
    for words in ("list.csv", "office@example.org;+41 22 000 00 00", "words for the ear"):
        assert words in found


def test_text_of_several_pages():
    made = pdf.render(html('<h1>One</h1><p style="break-before: page">Two</p>'))
    assert pdf.extract_text(made) == "One\fTwo"
