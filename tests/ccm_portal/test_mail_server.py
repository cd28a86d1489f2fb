"""The mail server's address is read; signing in; lines that nobody else reads."""

import datetime as dt
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ccm_portal import mail_server
from ccm_portal.models import Letter
from ccm_portal.periodic import send_letters
from tests.ccm_portal.letterbox import NOW, only, write
from tests.ccm_portal.strict_mail import StrictServer

State, Phase = Letter.State, Letter.Phase
LEASE = dt.timedelta(seconds=60)
MINUTE = dt.timedelta(minutes=1)


# --- the mail server's address ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, "smtp", "", "")),
        ("smtp+tls://me:p%40ss@mail.example.org", ("mail.example.org", 587, "smtp+tls", "me", "p@ss")),
        ("smtps://me@mail.example.org:4650", ("mail.example.org", 4650, "smtps", "me", "")),
        ("smtp://[::1]:2525", ("::1", 2525, "smtp", "", "")),
    ],
)
def test_email_url_is_read(url: str, server: tuple[str, int, str, str, str]) -> None:
    read = mail_server.parse(url)
    assert (read.host, read.port, read.security, read.user, read.password) == server
    assert "p@ss" not in repr(read) and "me" not in repr(read)


@pytest.mark.parametrize(
    "url", ["", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:port"]
)
def test_a_bad_email_url_is_a_sentence(url: str) -> None:
    with pytest.raises(mail_server.BadMailUrl, match=r"EMAIL_URL .* smtp\+tls://"):
        mail_server.parse(url)


# --- signing in, and lines nobody else reads ----------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself, with its key in the same file."""
    folder = tmp_path_factory.mktemp("certificate")
    key, cert, both = folder / "key.pem", folder / "cert.pem", folder / "both.pem"
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
            ),
            *("-subj", "/CN=mail.example.org", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"),
            *("-keyout", str(key), "-out", str(cert)),
        ],
        check=True,
        capture_output=True,
    )
    both.write_bytes(cert.read_bytes() + key.read_bytes())
    return both


def server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["smtp+tls", "smtps"])
@pytest.mark.parametrize("trusted", [True, False])
def test_a_secured_line_is_used_only_with_a_trusted_server(
    settings: Any, monkeypatch: Any, certificate: Path, scheme: str, trusted: bool
) -> None:
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context: dict[str, Any] = {"starttls" if scheme == "smtp+tls" else "tls": server_context(certificate)}
    with StrictServer(**context) as server:
        settings.EMAIL_URL = f"{scheme}://127.0.0.1:{server.port}"
        write()
        send_letters(NOW)
        assert len(server.received) == (1 if trusted else 0)
    assert only().state == (State.SENT if trusted else State.QUEUED)


@pytest.mark.django_db
def test_a_server_without_starttls_gets_nothing_in_clear_text(settings: Any) -> None:
    with StrictServer() as server:
        settings.EMAIL_URL = f"smtp+tls://me:secret@127.0.0.1:{server.port}"
        write()
        send_letters(NOW)
        assert not server.received
    assert "STARTTLS" in only().server_said


@pytest.mark.django_db
@pytest.mark.parametrize(("password", "state"), [("right%20one", State.SENT), ("wrong", State.QUEUED)])
def test_signing_in(settings: Any, monkeypatch: Any, caplog: Any, password: str, state: Letter.State) -> None:
    # The library's server falls silent after a wrong password.
    monkeypatch.setattr(mail_server, "STEP_SECONDS", 0.5)
    with StrictServer(login=("portal", "right one")) as server:
        settings.EMAIL_URL = f"smtp://portal:{password}@127.0.0.1:{server.port}"
        write()
        send_letters(NOW)
    assert only().state == state
    assert "portal:" not in caplog.text and "wrong" not in caplog.text
