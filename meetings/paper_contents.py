"""What stands in the content of a paper beside its sections, where it says something.

`paper`: from (whose it is, as printed) and note (what follows the number of a draft). `file`, of one whose text stays
outside: version, media_type, size, sha256 of the file that this state of the paper is; not its name, which is whose
handed it in.
"""

from typing import Any

from meetings.models import Document


def paper_content(document: Document) -> dict[str, Any]:
    """Both members, as far as there is something in them; nothing of other documents. Two queries of a paper."""
    paper = getattr(document, "paper", None) if document.kind == Document.Kind.PAPER else None
    if paper is None:
        return {}
    said = {"from": paper.lead_words, "note": paper.note}
    found: dict[str, Any] = {"paper": {name: words for name, words in said.items() if words}}
    columns = ("version", "media_type", "size", "sha256")
    newest = paper.versions.values_list("number", *columns[1:]).first()
    if newest:
        found["file"] = dict(zip(columns, newest, strict=True))
    return {name: value for name, value in found.items() if value}
