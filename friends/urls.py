"""Routes of the contact list, of the letters, and the door of every link in a letter."""

from django.urls import URLPattern, register_converter

from ccm_portal import links
from ccm_portal.policies import SIGN_IN, TOKEN, route
from ccm_portal.views import letters, second_factors, sign_in
from friends.entry_readers import ENTRY_READER
from friends.permissions import (
    ADMIN_EXPORT,
    COORDINATOR,
    EXPORT,
    EXPORT_OF_THE_LIST,
    FRESH_ADMIN,
    FRESH_COORDINATOR,
    FRESH_LIST_KEEPERS,
    FRESH_OPERATOR,
    FRESH_SIGNED_IN,
    LINK_HOLDER,
    LIST_KEEPERS,
    OPERATOR,
    RECONFIRMING,
    SIGNED_IN,
    TOLD_OF_POSTS,
)
from friends.readers import LIST_READER
from friends.views import (
    areas,
    assignments,
    bodies,
    cells,
    contact_list,
    contacts,
    delegations,
    doors,
    duplicates,
    editions,
    erasing,
    handovers,
    imports,
    list_changes,
    names,
    open_posts,
    own_entry,
    periods,
    posts,
    readers,
    reconfirm,
    reconfirmations,
    replies,
    reviews,
    seals,
    staff,
)
from friends.views.links import enter


class TokenConverter:
    """A token with whatever a mail program added to it ("/>", ".", "%3E"): only its own letters count."""

    regex = ".+"

    def to_python(self, value: str) -> str:
        return value[: links.LETTERS_OF_A_TOKEN]

    def to_url(self, value: str) -> str:
        return f"{value}/"


register_converter(TokenConverter, "token")

urlpatterns: list[URLPattern] = [
    route("l/<token:token>", enter, policy=TOKEN, name="enter"),
    route("desk/door/", doors.door, policy=SIGNED_IN, name="desk-door"),
    route("sign-in/confirm/", sign_in.confirm, policy=SIGNED_IN, name="confirm-sign-in"),
    route("your-sign-in/", second_factors.overview, policy=SIGNED_IN, name="your-sign-in"),
    route("your-sign-in/password/", second_factors.password, policy=FRESH_SIGNED_IN, name="password"),
    route("your-sign-in/passkey/", second_factors.add_passkey, policy=FRESH_SIGNED_IN, name="add-passkey"),
    route("your-sign-in/app/", second_factors.add_app, policy=FRESH_SIGNED_IN, name="add-app"),
    route(
        "your-sign-in/codes/", second_factors.recovery_codes, policy=FRESH_SIGNED_IN, name="recovery-codes"
    ),
    route(
        "your-sign-in/<int:pk>/remove/", second_factors.remove, policy=FRESH_SIGNED_IN, name="remove-factor"
    ),
    route("desk/staff/", staff.staff_list, policy=OPERATOR, name="staff"),
    route("desk/staff/invite/", staff.invite, policy=FRESH_OPERATOR, name="staff-invite"),
    route("desk/staff/<uuid:pk>/", staff.member, policy=OPERATOR, name="staff-member"),
    route("desk/staff/<uuid:pk>/link/", staff.link_again, policy=FRESH_OPERATOR, name="staff-link"),
    route("desk/staff/<uuid:pk>/reset/", staff.reset, policy=FRESH_OPERATOR, name="staff-reset"),
    route("desk/staff/<uuid:pk>/close/", staff.deactivate, policy=FRESH_OPERATOR, name="staff-close"),
    route("desk/staff/<uuid:pk>/open/", staff.reactivate, policy=FRESH_OPERATOR, name="staff-open"),
    route("desk/staff/roles/<uuid:pk>/end/", staff.role_end, policy=FRESH_OPERATOR, name="staff-role-end"),
    route("desk/letters/", letters.letter_list, policy=COORDINATOR, name="letters"),
    route("desk/letters/<uuid:pk>/", letters.letter, policy=COORDINATOR, name="letter"),
    route("desk/letters/<uuid:pk>/letter.eml", letters.letter_eml, policy=EXPORT, name="letter-eml"),
    route(
        "desk/letters/<uuid:pk>/enclosure.pdf",
        letters.letter_enclosure,
        policy=EXPORT,
        name="letter-enclosure",
    ),
    route("desk/letters/<uuid:pk>/again/", letters.send_again, policy=COORDINATOR, name="letter-again"),
    route("desk/letters/<uuid:pk>/count/", letters.count_as_sent, policy=COORDINATOR, name="letter-count"),
    route("desk/contacts/", contact_list.contact_list, policy=LIST_KEEPERS, name="contact-list"),
    route(
        "desk/contacts/changes/", list_changes.list_changes, policy=LIST_KEEPERS, name="contact-list-changes"
    ),
    route(
        "desk/contacts/addresses/",
        contact_list.addresses,
        policy=FRESH_LIST_KEEPERS,
        name="contact-list-addresses",
    ),
    route("desk/contacts/duplicates/", duplicates.proposed, policy=LIST_KEEPERS, name="contact-duplicates"),
    route(
        "desk/contacts/<uuid:pk>/merge/<uuid:other>/",
        duplicates.merge,
        policy=LIST_KEEPERS,
        name="contact-merge",
    ),
    route(
        "desk/contacts/<uuid:pk>/apart/<uuid:other>/",
        duplicates.apart,
        policy=LIST_KEEPERS,
        name="contact-apart",
    ),
    route("desk/contacts/<uuid:pk>/part/", duplicates.part, policy=LIST_KEEPERS, name="contact-part"),
    route(
        "desk/contacts/<uuid:pk>/put-back/",
        contacts.contact_put_back,
        policy=LIST_KEEPERS,
        name="contact-put-back",
    ),
    route("desk/contacts/sitting/", cells.sitting, policy=LIST_KEEPERS, name="contact-sitting"),
    route("desk/contacts/rows/<uuid:pk>/move/", cells.row_move, policy=LIST_KEEPERS, name="contact-row-move"),
    route(
        "desk/contacts/rows/<uuid:pk>/person/",
        cells.row_person,
        policy=LIST_KEEPERS,
        name="contact-row-person",
    ),
    route(
        "desk/contacts/rows/<uuid:pk>/<slug:cell>/",
        cells.row_cell,
        policy=LIST_KEEPERS,
        name="contact-row-cell",
    ),
    route(
        "desk/contacts/<uuid:pk>/cells/<slug:cell>/",
        cells.contact_cell,
        policy=LIST_KEEPERS,
        name="contact-cell",
    ),
    route("desk/contacts/<uuid:pk>/", contacts.contact, policy=LIST_KEEPERS, name="contact"),
    route("desk/contacts/<uuid:pk>/end/", contacts.contact_end, policy=LIST_KEEPERS, name="contact-end"),
    route("desk/assignments/<uuid:pk>/add/", contacts.contact_new, policy=LIST_KEEPERS, name="contact-new"),
    route("desk/assignments/<uuid:pk>/pairs/", contacts.pairs, policy=LIST_KEEPERS, name="contact-confirm"),
    route("desk/assignments/new/", assignments.assignment_new, policy=LIST_KEEPERS, name="assignment-new"),
    route("desk/assignments/<uuid:pk>/", assignments.assignment, policy=LIST_KEEPERS, name="assignment"),
    route(
        "desk/assignments/<uuid:pk>/end/",
        assignments.assignment_end,
        policy=LIST_KEEPERS,
        name="assignment-end",
    ),
    route("desk/areas/", areas.area_list, policy=LIST_KEEPERS, name="areas"),
    route("desk/areas/order/", areas.area_order, policy=LIST_KEEPERS, name="areas-order"),
    route("desk/areas/<uuid:pk>/edit/", areas.area, policy=LIST_KEEPERS, name="area"),
    route("desk/areas/<uuid:pk>/end/", areas.area_end, policy=LIST_KEEPERS, name="area-end"),
    route("desk/delegations/", delegations.delegation_list, policy=LIST_KEEPERS, name="delegations"),
    route("desk/delegations/new/", delegations.delegation_new, policy=LIST_KEEPERS, name="delegation-new"),
    route("desk/delegations/<uuid:pk>/", delegations.delegation, policy=LIST_KEEPERS, name="delegation"),
    route(
        "desk/delegations/<uuid:pk>/edit/",
        delegations.delegation_edit,
        policy=LIST_KEEPERS,
        name="delegation-edit",
    ),
    route(
        "desk/delegations/<uuid:pk>/capacity/",
        delegations.capacity_new,
        policy=LIST_KEEPERS,
        name="capacity-new",
    ),
    route("desk/delegations/<uuid:pk>/name/", delegations.name_new, policy=LIST_KEEPERS, name="name-new"),
    route(
        "desk/delegations/<uuid:pk>/names/", delegations.names_take, policy=LIST_KEEPERS, name="names-take"
    ),
    route(
        "desk/delegations/capacities/<uuid:pk>/", delegations.capacity, policy=LIST_KEEPERS, name="capacity"
    ),
    route("desk/delegations/names/<uuid:pk>/", delegations.name, policy=LIST_KEEPERS, name="delegation-name"),
    route("desk/periods/", periods.period_list, policy=LIST_KEEPERS, name="periods"),
    route("desk/periods/<uuid:pk>/", periods.period, policy=LIST_KEEPERS, name="period"),
    route("desk/bodies/<slug:slug>/", bodies.body, policy=COORDINATOR, name="body"),
    route("desk/names/", names.names, policy=LIST_KEEPERS, name="names"),
    route("desk/names/<uuid:pk>/take-back/", names.take_back, policy=LIST_KEEPERS, name="name-take-back"),
    route("desk/areas/<uuid:pk>/", contacts.area_likeness, policy=LIST_KEEPERS, name="area-likeness"),
]

# --- editions of the contact list, and the list by link ---------------------------------------------------------------

urlpatterns += [
    route("desk/contacts/editions/", editions.edition_list, policy=LIST_KEEPERS, name="editions"),
    route("desk/contacts/editions/freeze/", editions.freeze, policy=LIST_KEEPERS, name="edition-freeze"),
    route("desk/contacts/editions/<uuid:pk>/", editions.edition, policy=LIST_KEEPERS, name="edition"),
    route(
        "desk/contacts/editions/<uuid:pk>/list.<str:kind>",
        editions.edition_file,
        policy=FRESH_LIST_KEEPERS,
        name="edition-file",
    ),
    route(
        "desk/contacts/editions/<uuid:pk>/circulate/",
        editions.circulate,
        policy=FRESH_LIST_KEEPERS,
        name="edition-circulate",
    ),
    route("list/link/", readers.send_link, policy=SIGN_IN, name="list-link"),
    route("list/<uuid:body>/", readers.contact_list, policy=LIST_READER, name="list"),
    route("list/<uuid:body>/<int:number>/", readers.edition, policy=LIST_READER, name="list-edition"),
    route(
        "list/<uuid:body>/<int:number>/list.pdf",
        readers.edition_pdf,
        policy=LIST_READER,
        name="list-edition-pdf",
    ),
]

# --- handing over, reconfirming, open posts ---------------------------------------------------------------------------

urlpatterns += [
    route(
        "desk/periods/<uuid:pk>/hand-over/", handovers.hand_over, policy=FRESH_COORDINATOR, name="hand-over"
    ),
    route(
        "desk/periods/<uuid:pk>/hand-over/undo/",
        handovers.undo,
        policy=FRESH_COORDINATOR,
        name="hand-over-undo",
    ),
    route(
        "desk/hand-overs/<uuid:pk>/release/",
        seals.release,
        policy=FRESH_COORDINATOR,
        name="hand-over-release",
    ),
    route("desk/reconfirmations/", reconfirmations.asked, policy=COORDINATOR, name="reconfirmations"),
    route(
        "desk/reconfirmations/remind/",
        reconfirmations.remind,
        policy=COORDINATOR,
        name="reconfirmation-remind",
    ),
    route(
        "desk/reconfirmations/posts/<uuid:pk>/open/",
        reconfirmations.open_post,
        policy=COORDINATOR,
        name="reconfirmation-open",
    ),
    route(
        "desk/assignments/<uuid:pk>/reconfirm/",
        reconfirmations.ask,
        policy=COORDINATOR,
        name="reconfirmation-ask",
    ),
    route("reconfirm/<uuid:pk>/", reconfirm.page, policy=RECONFIRMING, name="reconfirm"),
    route("desk/posts/", open_posts.post_list, policy=COORDINATOR, name="open-posts"),
    route("desk/posts/announce/", open_posts.announce, policy=FRESH_COORDINATOR, name="posts-announce"),
    route("desk/interests/<uuid:pk>/", open_posts.interest, policy=COORDINATOR, name="interest"),
    route("posts/<uuid:pk>/", posts.page, policy=TOLD_OF_POSTS, name="posts"),
]

# --- what is held about a person, and erasing it ----------------------------------------------------------------------

urlpatterns += [
    route("desk/contacts/<uuid:pk>/erase/", erasing.erase, policy=FRESH_ADMIN, name="contact-erase"),
    route("desk/contacts/<uuid:pk>/data/", erasing.contact_data, policy=FRESH_ADMIN, name="contact-data"),
    route(
        "desk/contacts/<uuid:pk>/data.json",
        erasing.contact_data_file,
        policy=ADMIN_EXPORT,
        name="contact-data-file",
    ),
    route("your-data/", erasing.your_data, policy=LINK_HOLDER, name="your-data"),
    route("your-data/data.json", erasing.your_data_file, policy=LINK_HOLDER, name="your-data-file"),
]

# --- the list from and to files ---------------------------------------------------------------------------------------

urlpatterns += [
    route("desk/contacts/imports/", imports.import_list, policy=LIST_KEEPERS, name="contact-imports"),
    route(
        "desk/contacts/import/<uuid:pk>/", imports.contact_import, policy=LIST_KEEPERS, name="contact-import"
    ),
    route(
        "desk/contacts/import/<uuid:pk>/give-up/",
        imports.import_give_up,
        policy=LIST_KEEPERS,
        name="contact-import-give-up",
    ),
    route(
        "desk/contacts/import/<uuid:pk>/undo/",
        imports.import_undo,
        policy=LIST_KEEPERS,
        name="contact-import-undo",
    ),
    route(
        "desk/contacts/export/<slug:slug>/list.<str:kind>",
        imports.export,
        policy=EXPORT_OF_THE_LIST,
        name="contact-export",
    ),
]

# --- reviews of the list, and a Friend's own entry --------------------------------------------------------------------

urlpatterns += [
    route("desk/contacts/review/", reviews.review_list, policy=LIST_KEEPERS, name="list-reviews"),
    route(
        "desk/contacts/review/open/", reviews.review_open, policy=FRESH_LIST_KEEPERS, name="list-review-open"
    ),
    route("desk/contacts/review/<uuid:pk>/", reviews.review, policy=LIST_KEEPERS, name="list-review"),
    route(
        "desk/contacts/review/<uuid:pk>/remind/",
        reviews.review_remind,
        policy=LIST_KEEPERS,
        name="list-review-remind",
    ),
    route(
        "desk/contacts/review/<uuid:pk>/close/",
        reviews.review_close,
        policy=LIST_KEEPERS,
        name="list-review-close",
    ),
    route("desk/contacts/replies/", replies.reply, policy=LIST_KEEPERS, name="list-reply"),
    route("desk/contacts/proposals/<uuid:pk>/", reviews.proposal, policy=LIST_KEEPERS, name="proposal"),
    route("entry/<uuid:review>/", own_entry.entry, policy=ENTRY_READER, name="entry"),
    route("entry/<uuid:review>/correct/", own_entry.all_correct, policy=ENTRY_READER, name="entry-correct"),
    route("entry/<uuid:review>/add/", own_entry.addition, policy=ENTRY_READER, name="entry-add"),
    route("entry/<uuid:review>/words/", own_entry.words, policy=ENTRY_READER, name="entry-words"),
    route(
        "entry/<uuid:review>/<uuid:pk>/<str:kind>/",
        own_entry.person,
        policy=ENTRY_READER,
        name="entry-person",
    ),
    route("entry/<uuid:review>/<uuid:pk>/", own_entry.take_back, policy=ENTRY_READER, name="entry-take-back"),
]
