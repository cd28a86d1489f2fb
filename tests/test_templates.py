"""The templates: what the content security policy forbids is in none, and a text is shown whole."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.contrib.messages.constants import ERROR
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.urls import get_resolver, path

from tests.meetings.printed import content

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
# Letters and the printed page bring their own style: they are not served as pages.
OWN_STYLE = ("mail", "print")
PAGES = [
    file
    for file in sorted(TEMPLATES.rglob("*.html"))
    if not set(OWN_STYLE) & set(file.relative_to(TEMPLATES).parts)
]
FORBIDDEN = [
    re.compile(r"<[^>]*\sstyle\s*=", re.I),
    re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    re.compile(r"<style\b", re.I),
    re.compile(r"<script\b(?![^>]*\ssrc=)", re.I),
    re.compile(r"javascript:", re.I),
    re.compile(r"""<(?!link|a\b)[^>]*\s(?:src|href)=["']?(?:https?:)?//""", re.I),
    re.compile(
        r"""<link\b(?=[^>]*\brel=["']?(?:stylesheet|icon|pre))[^>]*\shref=["']?(?:https?:)?//""", re.I
    ),
]


class Page(HTMLParser):
    """The elements of a page in order, and the words in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def ids(self) -> list[str]:
        return [found for _tag, attributes in self.elements if (found := attributes.get("id"))]

    def targets(self) -> set[str]:
        return {
            attributes["href"].removeprefix("#")
            for tag, attributes in self.elements
            if tag == "a" and (attributes.get("href") or "").startswith("#")
        }


def rendered(source: str, **context) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_no_template_holds_what_the_policy_forbids(file):
    source = re.sub(r"{#.*?#}", "", file.read_text())
    assert [rule.pattern for rule in FORBIDDEN if rule.search(source)] == []


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_every_template_compiles(file):
    assert engines["django"].get_template(str(file.relative_to(TEMPLATES)))


def test_every_route_named_in_a_template_exists():
    named = {
        name: file.name
        for file in sorted(TEMPLATES.rglob("*.html"))
        for name in re.findall(r"""{%\s*(?:url|nav_entry)\s+["']([\w-]+)["']""", file.read_text())
    }
    known = get_resolver().reverse_dict
    assert {name: file for name, file in named.items() if name not in known} == {}


def test_a_document_is_shown_whole():
    text = content()
    page = Page(rendered("{% include 'components/document.html' %}", content=text))
    words = " ".join(page.words.split())
    rows = [row for section in text["sections"] for row in section["paragraphs"]]
    for row in rows:
        plain = re.sub(r"[*]|\[([^]]*)\]\([^)]*\)", r"\1", row["text"])
        assert words.count(" ".join(plain.split())) == 1, row["text"]
    assert len([name for name in page.ids() if re.match(r"p(\d|A|-)", name)]) == len(rows)
    tags = Counter(tag for tag, _attributes in page.elements)
    assert (tags["table"], tags["ol"], tags["ul"]) == (1, 1, 1)
    assert words.count("Decision") == sum(row["kind"] == "decision" for row in rows)


def test_every_id_stands_once_and_every_place_named_exists():
    source = """{% include 'components/toc.html' with attendance=1 agenda=1 %}
        <h2 id="attendance"></h2>{% include 'components/document.html' %}<h2 id="agenda"></h2>"""
    page = Page(rendered(source, content=content()))
    assert [name for name, times in Counter(page.ids()).items() if times > 1] == []
    assert page.targets() <= set(page.ids())


def test_a_page_can_put_something_under_each_paragraph():
    text = content()
    rows = [row for section in text["sections"] for row in section["paragraphs"]]
    extras = {row["id"]: f"note on {row['id']}" for row in rows}
    under = engines["django"].from_string("<i>{{ extra }}</i>")
    page = Page(
        rendered(
            "{% include 'components/document.html' %}", content=text, extras=extras, extra_template=under
        )
    )
    for row in rows:
        assert page.words.count(f"note on {row['id']}") == 1
    order = [page.words.index(f"note on {row['id']}") for row in rows]
    assert order == sorted(order)


def test_a_hostile_text_stays_text():
    text = content()
    text["sections"][0]["heading"] = text["sections"][0]["paragraphs"][0]["text"] = (
        "<script>alert(1)</script>"
    )
    text["sections"][-1]["paragraphs"][0]["owner"] = "<img src=x>"
    page = Page(
        rendered("{% include 'components/document.html' %}{% include 'components/toc.html' %}", content=text)
    )
    assert not {"script", "img"} & {tag for tag, _attributes in page.elements}


def test_parts_a_page_leaves_empty_are_not_there():
    page = Page(rendered("{% extends 'base.html' %}{% block content %}<h1>One</h1>{% endblock %}"))
    tags = Counter(tag for tag, _attributes in page.elements)
    assert (tags["h1"], tags["aside"], tags["nav"], tags["footer"]) == (1, 0, 0, 0)


def _view(request):
    return None


urlpatterns = [
    path("", _view, name="home"),
    path("desk/", _view, name="today"),
    path("desk/meetings/", _view, name="desk-meetings"),
]


@override_settings(ROOT_URLCONF="tests.test_templates")
@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/desk/", {"/desk/": "page"}),
        ("/desk/meetings/", {"/desk/meetings/": "page"}),
        ("/desk/rounds/7/", {"/desk/meetings/": "true"}),
    ],
)
def test_the_navigation_says_where_one_is(address, current):
    class Staff:
        user = "The coordinator"
        bodies = {"coordinator": {1}}

    request = RequestFactory().get(address)
    page = Page(render_to_string("base_desk.html", {"staff": Staff(), "request": request}))
    found = {a["href"]: a["aria-current"] for tag, a in page.elements if tag == "a" and "aria-current" in a}
    assert found == current


def test_a_field_is_tied_to_its_help_and_its_errors():
    class Deadline(forms.Form):
        day = forms.DateField(help_text="The last day.")
        word = forms.ChoiceField(choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect)

    form = Deadline({})
    source = """{% include 'components/form_errors.html' %}
        {% for field in form %}{% include 'components/field.html' %}{% endfor %}"""
    page = Page(rendered(source, form=form))
    described = [a["aria-describedby"] for _tag, a in page.elements if a.get("aria-describedby")]
    assert described == ["id_day_helptext id_day_error", "id_word_error"]
    assert set(" ".join(described).split()) <= set(page.ids())
    assert page.targets() <= set(page.ids())
    assert len(page.targets()) == 2


def test_what_went_wrong_is_said_at_once():
    class Message:
        level_tag, tags, level = "error", "error", ERROR

        def __str__(self):
            return "The deadline lies in the past."

    page = Page(rendered("{% include 'components/messages.html' %}", messages=[Message()]))
    assert page.elements[0] == ("div", {"class": "message error", "role": "alert"})
    assert "The deadline lies in the past." in page.words


def test_an_expired_form_gives_the_text_back():
    page = Page(
        render_to_string("errors/form_expired.html", {"kept": [("remark", "Two\nlines <b>typed</b>")]})
    )
    assert "Two\nlines <b>typed</b>" in page.words


def test_the_page_for_our_own_failures_needs_nothing():
    page = Page(engines["django"].get_template("errors/server_error.html").render({}))
    assert "Something failed on our side" in page.words
