"""Routes of the app: the public record, what Friends and the Presidency reach by link; the desk's are in desk_urls.py.

Each with its policy.
"""

from django.urls import URLPattern

from ccm_portal.policies import PUBLIC, route
from meetings import desk_urls
from meetings.permissions import PRESIDENCY, PROPOSER, REVIEWER
from meetings.views import (
    commenting,
    paper_reading,
    presidency,
    proposing,
    public,
    review,
)

record: list[URLPattern] = [
    route("", public.home, policy=PUBLIC, name="home"),
    route("meetings/<slug:slug>/", public.meeting, policy=PUBLIC, name="meeting"),
    route(
        "meetings/<slug:slug>/minutes/<int:edition>/", public.publication, policy=PUBLIC, name="publication"
    ),
    route(
        "meetings/<slug:slug>/minutes/<int:edition>/changes/",
        public.publication_changes,
        policy=PUBLIC,
        name="publication-changes",
    ),
    route(
        "meetings/<slug:slug>/minutes/<int:edition>/changes/pdf/",
        public.publication_changes_pdf,
        policy=PUBLIC,
        name="publication-changes-pdf",
    ),
    route(
        "meetings/<slug:slug>/minutes/<int:edition>/<str:name>",
        public.publication_file,
        policy=PUBLIC,
        name="publication-file",
    ),
    route("papers/", public.papers, policy=PUBLIC, name="public-papers"),
    route("papers/<slug:slug>/", public.paper, policy=PUBLIC, name="public-paper"),
    route(
        "papers/<slug:slug>/<int:edition>/",
        public.paper_publication,
        policy=PUBLIC,
        name="paper-publication",
    ),
    route(
        "papers/<slug:slug>/<int:edition>/changes/",
        public.paper_changes,
        policy=PUBLIC,
        name="paper-publication-changes",
    ),
    route(
        "papers/<slug:slug>/<int:edition>/changes/pdf/",
        public.paper_changes_pdf,
        policy=PUBLIC,
        name="paper-publication-changes-pdf",
    ),
    route(
        "papers/<slug:slug>/<int:edition>/<str:name>",
        public.paper_file,
        policy=PUBLIC,
        name="paper-publication-file",
    ),
    route("areas/", public.areas, policy=PUBLIC, name="public-areas"),
    route("areas/<slug:slug>/", public.area, policy=PUBLIC, name="public-area"),
    route("record/", public.chain, policy=PUBLIC, name="chain"),
    route("record/check/", public.check, policy=PUBLIC, name="chain-check"),
    route("record/heads.txt", public.heads, policy=PUBLIC, name="heads"),
    route("record/archive.zip", public.archive_file, policy=PUBLIC, name="archive"),
    route("record/verify_record.py", public.verifier, policy=PUBLIC, name="verifier"),
]

friends: list[URLPattern] = [
    route("review/<uuid:round>/", review.review, policy=REVIEWER, name="review"),
    route("review/<uuid:round>/comment/", commenting.comment_new, policy=REVIEWER, name="review-comment-new"),
    route(
        "review/<uuid:round>/comments/<uuid:pk>/", commenting.comment, policy=REVIEWER, name="review-comment"
    ),
    route(
        "review/<uuid:round>/comments/<uuid:pk>/withdraw/",
        commenting.comment_withdraw,
        policy=REVIEWER,
        name="review-comment-withdraw",
    ),
    route("review/<uuid:round>/send/", review.send, policy=REVIEWER, name="review-send"),
    route("review/<uuid:round>/answer/", review.answer, policy=REVIEWER, name="review-answer"),
    route("review/<uuid:round>/not-us/", review.not_us, policy=REVIEWER, name="review-not-us"),
    route("review/<uuid:round>/speak-as/", review.speak, policy=REVIEWER, name="review-speak-as"),
    route("review/<uuid:round>/pdf/", review.review_pdf, policy=REVIEWER, name="review-pdf"),
    route("review/<uuid:round>/file/", paper_reading.review_file, policy=REVIEWER, name="review-file"),
    route(
        "review/<uuid:round>/papers/<uuid:paper>/",
        paper_reading.review_paper,
        policy=REVIEWER,
        name="review-paper",
    ),
    route("word/<uuid:revision>/<str:purpose>/", presidency.word, policy=PRESIDENCY, name="word"),
    route(
        "word/<uuid:revision>/<str:purpose>/file/",
        paper_reading.word_file,
        policy=PRESIDENCY,
        name="word-file",
    ),
    route("propose/<uuid:pk>/", proposing.page, policy=PROPOSER, name="propose-items"),
    route(
        "propose/<uuid:pk>/papers/<uuid:paper>/",
        paper_reading.propose_items_paper,
        policy=PROPOSER,
        name="propose-items-paper",
    ),
    route(
        "propose/<uuid:pk>/<uuid:proposal>/", proposing.proposal, policy=PROPOSER, name="propose-item-change"
    ),
]

urlpatterns: list[URLPattern] = [*record, *friends, *desk_urls.urlpatterns]
