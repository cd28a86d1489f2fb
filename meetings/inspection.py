"""The inspection before publishing: the gate held against every byte that would become public."""

from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from ccm_portal import pdf
from friends.models import Body, Contact
from meetings import gate


@dataclass(frozen=True)
class Exhibit:
    """What would become public: the record's own markup, the whole page it stands on, the canonical text, the PDF.

    words: all that can be read in a file handed in, where the paper is one.
    """

    html: str
    page: str
    canonical: str
    pdf: bytes = b""
    words: str = ""


def known() -> gate.Known:
    """Every address and telephone number the contact list holds or ever held."""
    entries = Contact.history.values_list("email", "phone").order_by().distinct()
    return gate.Known.of(entry for pair in entries for entry in pair)


def allowed(body: Body) -> gate.Known:
    """The body's own addresses and telephone numbers, which may be public."""
    return gate.Known.of(body.public_addresses.splitlines())


def findings(exhibit: Exhibit, *, body: Body) -> list[str]:
    """One sentence for each personal address or number found, each once; empty where the exhibit may become public."""
    texts = [
        (exhibit.html, _("the page")),
        (exhibit.page, _("the page")),
        (exhibit.canonical, _("the canonical text")),
    ]
    if exhibit.words:
        texts.append((exhibit.words, _("the file")))
    if exhibit.pdf:
        texts.append((pdf.extract_text(exhibit.pdf), _("the PDF")))
        # Each line is a thing of its own: numbers of neighbours must not run together.
        texts.append((pdf.metadata(exhibit.pdf).replace("\n", "\n|\n"), _("the properties of the PDF")))
    listed, public = known(), allowed(body)
    found = [gate.scan(text, where=where, known=listed, allowed=public) for text, where in texts]
    return list(dict.fromkeys(chain.from_iterable(found)))
