"""The same letter built by others: Python's own `email` package, and Django. What ours is held against."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import Any

from django.core.mail import EmailMultiAlternatives

from ccm_portal.envelopes import Address, Envelope, File


def by_python(envelope: Envelope, text: str, html: str, file: File | None = None) -> bytes:
    made = EmailMessage(policy=SMTP)
    made["From"] = envelope.sender
    made["To"] = Address(display_name=envelope.to_name, addr_spec=envelope.to_address)
    made["Subject"] = envelope.subject
    made["Message-ID"] = envelope.message_id
    made["Date"] = envelope.date
    made["Auto-Submitted"] = "auto-generated"
    if envelope.reply_to:
        made["Reply-To"] = envelope.reply_to
    made.set_content(text, cte="quoted-printable")
    made.add_alternative(html, subtype="html", cte="quoted-printable")
    if file:
        made.add_attachment(file.data, maintype="application", subtype="pdf", filename=file.name)
    return made.as_bytes()


def by_django(envelope: Envelope, text: str, html: str, file: File | None = None) -> EmailMultiAlternatives:
    to = Address(display_name=envelope.to_name, addr_spec=envelope.to_address)
    headers = {"Message-ID": envelope.message_id, "Auto-Submitted": "auto-generated"}
    made = EmailMultiAlternatives(
        envelope.subject, text, str(envelope.sender), [str(to)], headers=headers,
        reply_to=[envelope.reply_to] if envelope.reply_to else None,
    )  # fmt: skip
    made.attach_alternative(html, "text/html")
    if file:
        made.attach(file.name, file.data, "application/pdf")
    return made


def read(message: bytes) -> EmailMessage:
    return message_from_bytes(message, policy=default)


def fields(message: EmailMessage) -> dict[str, Any]:
    """What a mail program shows of it."""
    parts = [part for part in message.walk() if not part.is_multipart()]
    return {
        "from": [(a.display_name, a.addr_spec) for a in message["From"].addresses],
        "to": [(a.display_name, a.addr_spec) for a in message["To"].addresses],
        "subject": message["Subject"],
        "id": message["Message-ID"],
        "auto": message["Auto-Submitted"],
        "reply": str(message["Reply-To"]),
        "names": sorted(name for name in message.keys() if name != "Date"),  # noqa: SIM118
        "parts": [(part.get_content_type(), part.get_filename(), _content(part)) for part in parts],
        "shape": message.get_content_type(),
    }


def _content(part: EmailMessage) -> Any:
    found = part.get_content()
    return found.replace("\r\n", "\n").rstrip("\n") if isinstance(found, str) else found
