"""The pages of the contact list in the permission matrix: its readers', its keepers', and those about a person."""

from tests.trust.answers import CHANGE, FORM, WHY, Page

# The contact list, and one's own entry on it, by link: for whoever stands on it.
READER = {
    "list": Page(shows="contact"),
    "list-edition": Page(shows="contact"),
    "list-edition-pdf": Page(),
    "entry": Page(shows="contact"),
    "entry-correct": Page(CHANGE),
    "entry-add": Page(FORM, post=400),
    "entry-words": Page(FORM, post=400),
    "entry-person": Page(FORM, post=400, shows="contact"),
    "entry-take-back": Page(CHANGE),
}
# What the list asks of a delegation by letter; nothing there was typed: one says so, the other leads back.
BY_LINK = {
    "reconfirm": Page(FORM, shows="contact", post=400),
    "posts": Page(FORM),
    "propose-items": Page(FORM, shows="item", post=400),
    "propose-items-paper": Page(),
    "propose-item-change": Page(FORM, shows="item", post=400),
}
# For whom the letters were.
ASKED = {
    "reconfirm": {"friend"},
    "posts": {"friend", "observer"},
    "propose-items": {"friend", "observer"},
    "propose-items-paper": {"friend", "observer"},
    "propose-item-change": {"friend"},
}
LIST = {
    "today": Page(lists=True),
    "contact-list": Page(lists=True, shows="contact"),
    "contact": Page(FORM, post=400, shows="contact"),
    "contact-end": Page(CHANGE),
    "contact-new": Page(FORM, post=400),
    "contact-list-changes": Page(lists=True, shows="contact"),
    "contact-list-addresses": Page(CHANGE, lists=True, post=200),
    "contact-duplicates": Page(lists=True),
    # The friend beside itself: no two entries.
    "contact-merge": Page(FORM, post=400),
    "contact-apart": Page(CHANGE),
    "contact-part": Page(CHANGE),
    "contact-put-back": Page(CHANGE),
    "contact-sitting": Page(CHANGE, lists=True),
    "contact-row-cell": Page(FORM, post=400),
    "contact-row-person": Page(CHANGE, post=400),
    "contact-row-move": Page(CHANGE, post=404),
    "contact-cell": Page(CHANGE, post=400),
    "contact-confirm": Page(FORM, post=400),
    "assignment": Page(FORM, post=400),
    "assignment-new": Page(FORM, post=400, lists=True),
    "assignment-end": Page(CHANGE),
    "areas": Page(FORM, post=400, lists=True),
    "areas-order": Page(CHANGE, lists=True),
    "area": Page(FORM, post=400),
    "area-end": Page(CHANGE),
    # A delegation belongs to no body: whoever keeps a list keeps its names and its capacity.
    "delegations": Page(lists=True),
    "delegation-new": Page(FORM, post=400, lists=True),
    "delegation": Page(lists=True),
    "delegation-edit": Page(FORM, post=400, lists=True),
    "capacity-new": Page(FORM, post=400, lists=True),
    "name-new": Page(FORM, post=400, lists=True),
    "names-take": Page(CHANGE, lists=True),
    "capacity": Page(FORM, post=400, lists=True),
    "delegation-name": Page(FORM, post=400, lists=True),
    "periods": Page(FORM, post=400, lists=True),
    "period": Page(FORM, post=400),
    "area-likeness": Page(CHANGE, data={"verdict": "apart"}),
    "contact-imports": Page(FORM, lists=True, post=400),
    "contact-import": Page(FORM, post=400, shows="contact"),
    "contact-import-give-up": Page(CHANGE),
    # Nothing was brought in yet: it says so, and goes back.
    "contact-import-undo": Page(CHANGE, data=WHY),
    "contact-export": Page(CHANGE, post=200),
    "editions": Page(lists=True),
    # Nothing was seen: it says so.
    "edition-freeze": Page(FORM, lists=True, post=400, shows="contact"),
    "edition": Page(shows="contact"),
    "edition-file": Page(CHANGE, post=200),
    "list-reviews": Page(lists=True, shows="contact"),
    "list-review-open": Page(FORM, lists=True, post=400),
    "list-review": Page(shows="contact"),
    "list-review-remind": Page(CHANGE),
    "list-reply": Page(FORM, lists=True, post=400),
    "list-review-close": Page(CHANGE),
    "proposal": Page(FORM, post=400, shows="contact"),
    # It was circulated, and says so.
    "edition-circulate": Page(FORM, get=302),
    "names": Page(FORM, post=400, lists=True),
    "name-take-back": Page(CHANGE),
}
# What is held about a person: for the keeper of the list alone, not even for the coordinator.
ERASING = {
    "contact-erase": Page(FORM, post=400, shows="contact"),
    "contact-data": Page(shows="contact"),
    "contact-data-file": Page(shows="contact"),
}
# And to the person, by any link of theirs.
YOURS = {"your-data": Page(lists=True), "your-data-file": Page(lists=True)}
