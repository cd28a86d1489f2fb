"""What stands before a paragraph: that it is a decision or a statement for the record, and for whom it speaks.

Pure: paragraph values (schema `ccm-portal/document/1`) in, words out.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DEGREES = {
    "consensus": gettext_lazy("consensus"),
    "agreed": gettext_lazy("agreed"),
    "support": gettext_lazy("general support"),
    "open": gettext_lazy("open"),
    "deferred": gettext_lazy("deferred"),
}
# Keys of a paragraph value that stand there only where they say something.
SELDOM = ("speaks", "speaker", "degree")


def label(row: dict[str, Any]) -> str:
    """ "Decision · consensus", "Statement for the record · Norway", "Norway"; "" where there is nothing to say."""
    kind = {"decision": _("Decision"), "statement": _("Statement for the record")}.get(row["kind"], "")
    degree = DEGREES.get(row.get("degree", ""), "")
    return " · ".join(str(part) for part in (kind, degree, row.get("speaker", "")) if part)
