"""Forms of reviews: opening one, what a delegation proposes, what is decided on it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from friends import contacts
from friends.contacts import Details
from friends.forms.contacts import ContactForm
from friends.models import Contact, Proposal
from friends.proposals import LONGEST_WORDS, Wanted
from friends.reading.replies import LARGEST
from friends.replies import Given

Kind = Proposal.Kind


def day_field(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class OpenForm(forms.Form):
    """Until when, and with which words, the Friends are asked to check their entries."""

    until = day_field(_("Answers until the end of"))
    note = forms.CharField(
        label=_("Note to the Friends"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the letter above the link. May be left empty."),
    )

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        return note.replace("\r\n", "\n").strip()


class PersonForm(forms.Form):
    """A person as a delegation would have them on the list: corrected, or new."""

    name = ContactForm.base_fields["name"]
    email = forms.CharField(label=_("Email address"), max_length=254, required=False, widget=forms.EmailInput)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, help_text=_("Seen by the office only.")
    )
    posting = ContactForm.base_fields["posting"]
    speaks = ContactForm.base_fields["speaks"]
    main = ContactForm.base_fields["main"]
    visibility = forms.ChoiceField(
        label=_("Who may see the address"),
        choices=Contact.Visibility.choices,
        initial=Contact.Visibility.LISTED,
    )
    holds_from = day_field(
        _("From which day"), required=False, help_text=_("Empty: as soon as it is accepted.")
    )
    words = forms.CharField(
        label=_("A word to the office"), required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, kind: str, contact: Contact | None = None) -> None:
        self.kind, self.contact = kind, contact
        super().__init__(data, initial=self._start())

    def _start(self) -> dict[str, Any]:
        """A correction starts from what the list says; a successor from what stays with the post."""
        if self.contact is None:
            return {}
        names = contacts.DETAILS if self.kind == Kind.CORRECT else ("speaks", "main", "posting", "visibility")
        return {name: getattr(self.contact, name) for name in names}

    def clean_email(self) -> str:
        words: str = self.cleaned_data["email"]
        return contacts.validate_email_words(words) if words.strip() else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("name", "").strip() and not cleaned.get("email"):
            self.add_error("name", _("Give a name, an address, or both."))
        return cleaned

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        details = Details(
            name=data["name"].strip(),
            email=data["email"],
            phone=data["phone"].strip(),
            speaks=data["speaks"],
            main=data["main"],
            posting=data["posting"],
            language=self.contact.language if self.contact else "en",
            visibility=data["visibility"],
        )
        return Wanted(self.kind, self.contact, details, data["holds_from"], data["words"])


class LeftForm(forms.Form):
    """Somebody has left: the last day, if it is known."""

    holds_from = day_field(
        _("Last day"), required=False, help_text=_("Empty: the day on which it is accepted.")
    )
    words = PersonForm.base_fields["words"]

    def __init__(self, data: Any = None, *, kind: str, contact: Contact) -> None:
        self.kind, self.contact = kind, contact
        super().__init__(data)

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(self.kind, self.contact, None, data["holds_from"], data["words"])


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("Anything else about your entry"), max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For instance about the posts of your delegation. Seen by the office only."),
    )  # fmt: skip

    def wanted(self) -> Wanted:
        return Wanted(Kind.WORDS, words=self.cleaned_data["words"])


class AcceptForm(forms.Form):
    """From which day the list says what is proposed; over what was looked at where it clashed."""

    holds_from = day_field(_("Holds from"))
    over = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    @staticmethod
    def start(proposal: Proposal, today: dt.date) -> dict[str, Any]:
        return {"holds_from": proposal.holds_from or today}


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is declined"), max_length=500, help_text=_("The delegation is told these words.")
    )


class ReplyForm(forms.Form):
    """A mail that came back, as a file or pasted; beside it what its reader knows better."""

    file = forms.FileField(
        label=_("The mail, as it was saved"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".eml,message/rfc822,text/plain"}),
        help_text=_("A file that ends in .eml, as mail programs save it."),
    )
    text = forms.CharField(
        label=_("or its words"),
        required=False,
        strip=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    address = forms.CharField(
        label=_("Whom it is about"),
        required=False,
        max_length=254,
        widget=forms.EmailInput,
        help_text=_("The address on the list; empty: as the mail says."),
    )
    kind = forms.ChoiceField(
        label=_("What it says"),
        required=False,
        choices=[
            ("", _("as it is read")),
            (Kind.LEFT, _("has left, or the address is refused")),
            (Kind.SUCCESSOR, _("somebody else follows")),
            (Kind.AWAY, _("is away")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text", "").strip()
        if not file and not text and not self.errors:
            self.add_error("file", _("Choose a file, or paste the words below."))
        elif file and text:
            self.add_error("text", _("Either a file or pasted words, not both."))
        elif file and file.size > LARGEST:
            self.add_error(
                "file", _("This is too large for a reply: at most %(limit)s bytes.") % {"limit": LARGEST}
            )
        return cleaned

    def data_handed_in(self) -> bytes:
        file = self.cleaned_data["file"]
        data: bytes = file.read() if file else self.cleaned_data["text"].encode("utf-8", "replace")
        return data

    def given(self) -> Given:
        return Given(self.cleaned_data["kind"], self.cleaned_data["address"].strip())
