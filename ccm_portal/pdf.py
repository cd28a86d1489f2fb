"""PDF for the rest of the portal: asking the renderer, starting it, and reading a PDF back."""

import hashlib
import io
import logging
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pikepdf
import pypdf
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from ccm_portal import frames, pdf_limits, pdf_strings

# A Unix socket's address holds 104 bytes on some systems, 108 on others.
MAX_SOCKET_PATH = 100
# A reader who asked for a preview waits this long; the clock takes over what is not done by then.
REQUEST_SECONDS = 10.0
START_SECONDS = 30.0
STOP_SECONDS = 5.0

# All the renderer gets from our environment: no secret, no database, no mail server.
PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
)

logger = logging.getLogger(__name__)


class RendererUnavailable(Exception):
    """No renderer answers, or not in time; the same page may be tried again later."""


class RenderRefused(Exception):
    """This page cannot be set as a PDF; its text is a sentence for whoever asked."""


@dataclass(frozen=True)
class Rendering:
    """A finished PDF and what the renderer reports about it."""

    pdf: bytes
    # Addresses the page asked for; none was fetched.
    refused_fetches: tuple[str, ...]
    warnings: tuple[str, ...]
    cpu_seconds: float
    peak_bytes: int

    @property
    def has_missing_glyphs(self) -> bool:
        """Whether the text holds characters no installed font can show."""
        return any(".notdef" in warning for warning in self.warnings)


# --- asking ---------------------------------------------------------------------------------------------


def render(html: str, *, wait: float = REQUEST_SECONDS) -> bytes:
    """One self-contained page (its style sheet in it) as PDF/UA-1 and PDF/A-2a; the same page gives the same bytes.

    Waits at most `wait` seconds, the queue included. Raises RendererUnavailable (no renderer, or not in time)
    or RenderRefused (the page goes over a limit of `pdf_limits`, or cannot be set at all).
    """
    return rendering(html, wait=wait).pdf


def rendering(html: str, *, wait: float = REQUEST_SECONDS) -> Rendering:
    """As `render`, with what the renderer reports: refused fetches, warnings, cost."""
    markup = html.encode("utf-8", "replace")
    try:
        pdf_limits.check_size(markup)
    except pdf_limits.OverLimit as over:
        raise RenderRefused(_sentence(over)) from over
    header, pdf = _ask({"ask": "render"}, markup, wait=wait, path=short_path(settings.RENDERER_SOCKET))
    if header["status"] != "ok":
        raise RenderRefused(_sentence(pdf_limits.OverLimit(**header["over"])))
    result = Rendering(
        pdf, tuple(header["refused"]), tuple(header["warnings"]), header["cpu_seconds"], header["peak_bytes"]
    )
    if result.refused_fetches:
        # Our own templates ask for nothing: somebody's text got through as markup. The addresses may hold
        # that text.
        logger.warning(
            "A page being set as PDF asked for %d addresses; none was fetched.", len(result.refused_fetches)
        )
    return result


def _sentence(over: pdf_limits.OverLimit) -> str:
    """The sentence of a limit in the reader's language."""
    near = _(pdf_limits.AFTER_WORDS) % {"words": over.words} if over.words else _(pdf_limits.AT_THE_START)
    return _(pdf_limits.SENTENCES[over.code]) % {"limit": over.limit, "found": over.found, "near": near}


def _ask(ask: dict[str, Any], body: bytes, *, wait: float, path: Path) -> tuple[dict[str, Any], bytes]:
    """One question to the renderer and its answer; raises RendererUnavailable."""
    end = time.monotonic() + wait
    with socket.socket(socket.AF_UNIX) as connection:
        # Each step counts against the same end: a full queue, a slow reader, a long job.
        connection.settimeout(wait)
        try:
            connection.connect(str(path))
            connection.sendall(frames.pack(ask, body))
            connection.settimeout(max(0.001, end - time.monotonic()))
            return frames.receive(connection, limit=pdf_limits.MAX_PDF_BYTES)
        except TimeoutError as error:
            raise RendererUnavailable(_("The PDF is not ready yet; the renderer is busy.")) from error
        except (OSError, frames.BrokenFrame) as error:
            raise RendererUnavailable(
                _("The PDF cannot be made now: the renderer does not answer.")
            ) from error


def is_listening(*, wait: float) -> bool:
    """Whether a renderer takes work on this host, be it after what it has in hand; asks for `wait` seconds."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(wait)
        try:
            connection.connect(str(short_path(settings.RENDERER_SOCKET)))
        except (OSError, RendererUnavailable):
            return False
    return True


def short_path(path: str | Path) -> Path:
    """The socket's path, or where that is too long for a socket a short one in a directory of our own."""
    if len(os.fsencode(path)) <= MAX_SOCKET_PATH:
        return Path(path)
    own = Path(tempfile.gettempdir()) / f"ccm-portal-{os.getuid()}"
    own.mkdir(mode=0o700, exist_ok=True)
    if own.is_symlink() or own.stat().st_uid != os.getuid():
        raise RendererUnavailable(
            _("%(path)s belongs to somebody else; set RENDERER_SOCKET.") % {"path": own}
        )
    return own / f"{hashlib.sha256(os.fsencode(path)).hexdigest()[:16]}.sock"


# --- the process ----------------------------------------------------------------------------------------


class RendererProcess:
    """The renderer of this host, started beside the clock and ended with it.

    Its standard input is a pipe we hold: when this process ends in whatever way, the pipe closes and the
    renderer ends. The limits are those of `pdf_limits` unless named (seconds, seconds, bytes).
    """

    def __init__(
        self,
        socket_path: str | Path | None = None,
        *,
        cpu_seconds: int = pdf_limits.CPU_SECONDS,
        wall_seconds: float = pdf_limits.WALL_SECONDS,
        memory_bytes: int = pdf_limits.MEMORY_BYTES,
    ) -> None:
        self.socket_path = short_path(socket_path or settings.RENDERER_SOCKET)
        self._limits = ("--cpu", str(cpu_seconds), "--wall", str(wall_seconds), "--memory", str(memory_bytes))
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, ready_within: float = START_SECONDS) -> None:
        """Starts it if it is not running and waits until it answers (0: not). Raises RendererUnavailable."""
        if not self.is_alive():
            # Lets go of the pipe of one that ended by itself.
            self.stop()
            self.socket_path.parent.mkdir(parents=True, exist_ok=True)
            self._process = subprocess.Popen(
                self._command(),
                cwd=settings.BASE_DIR,
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                # Ctrl-C in the terminal is for us; the renderer follows when its lifeline closes.
                start_new_session=True,
            )
        if ready_within:
            self._await(ready_within)

    def _command(self) -> list[str]:
        command = [sys.executable, "-m", "ccm_portal.renderer", str(self.socket_path), *self._limits]
        stylesheet = finders.find("print.css")
        return [*command, "--stylesheet", stylesheet] if stylesheet else command

    def _await(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not self.is_alive():
                raise RendererUnavailable(_("The renderer did not start."))
            try:
                _ask({"ask": "ready"}, b"", wait=left, path=self.socket_path)
                return
            except RendererUnavailable:
                time.sleep(0.05)
        raise RendererUnavailable(_("The renderer did not become ready in time."))

    def is_alive(self) -> bool:
        """Whether the process runs (it may still be busy with a job)."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The process's number, None before the start."""
        return self._process.pid if self._process else None

    def stop(self, *, within: float = STOP_SECONDS) -> None:
        """Closes the lifeline and waits until it has ended, a running job with it."""
        if self._process is None:
            return
        process, self._process = self._process, None
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(within)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _environment() -> dict[str, str]:
    """The renderer's environment. A fixed hash seed keeps the same page the same bytes across restarts."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | {"PYTHONHASHSEED": "0"}


# --- putting together -----------------------------------------------------------------------------------

# What a file claims to be in its metadata, and is not with somebody else's pages in it.
CLAIMS = ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance", "pdfuaid:rev", "pdfaid:rev")


def can_be_appended(pdf: bytes) -> bool:
    """Whether the file opens without a password and has pages."""
    try:
        return page_count(pdf) > 0
    except pikepdf.PdfError:
        return False


def append(pdf: bytes, files: Iterable[tuple[str, bytes]]) -> bytes:
    """Our PDF, and behind it the pages of the files, each with its title as a bookmark.

    The result claims no longer to be archive-grade and tagged throughout: the pages of others are as they came. Of them
    only the pages come: no scripts, no attachments.
    """
    with pikepdf.open(io.BytesIO(pdf)) as whole:
        begins = []
        for title, data in files:
            with pikepdf.open(io.BytesIO(data)) as other:
                begins.append((title, len(whole.pages)))
                whole.pages.extend(other.pages)
        with whole.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in begins)
        with whole.open_metadata(set_pikepdf_as_editor=False) as metadata:
            for claim in CLAIMS:
                if claim in metadata:
                    del metadata[claim]
        written = io.BytesIO()
        whole.save(written, deterministic_id=True)
        return written.getvalue()


# --- reading back ---------------------------------------------------------------------------------------


def page_count(pdf: bytes) -> int:
    """How many pages the PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def extract_text(pdf: bytes) -> str:
    """The words on the pages, as a reader's copy and paste gives them; one form feed between pages."""
    return "\f".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def metadata(pdf: bytes) -> str:
    """Everything the file says beside its pages, one thing per line (`pdf_strings.strings`)."""
    return "\n".join(pdf_strings.strings(pdf))
