"""The invented minutes in the six languages of the United Nations, and the files that are made of them."""

from typing import Any

from meetings import printing
from tests.meetings import printed

# One sentence in each language; what stands around it keeps its English words.
SENTENCES = {
    "en": "The participants welcomed the progress made.",
    "fr": "Les participants se sont félicités des progrès accomplis.",
    "es": "Los participantes acogieron con satisfacción los progresos realizados.",
    "ru": "Участники с удовлетворением отметили достигнутый прогресс.",
    "ar": "رحب المشاركون بالتقدم المحرز",
    "zh": "与会者欢迎所取得的进展。",
}
TITLES = {
    "en": "Minutes of the second meeting",
    "fr": "Compte rendu de la deuxième réunion",
    "es": "Acta de la segunda reunión",
    "ru": "Протокол второго совещания",
    "ar": "محضر الاجتماع الثاني",
    "zh": "第二次会议记录",
}


def content(language: str) -> dict[str, Any]:
    """The minutes in that language: its title, and its sentence as paragraph 1 and as a decision."""
    minutes = printed.content() | {"language": language, "title": TITLES[language]}
    opening = minutes["sections"][0]["paragraphs"]
    opening[0]["text"] = SENTENCES[language]
    opening[1] |= {"text": f"**{SENTENCES[language]}**", "kind": "decision"}
    return minutes


def minutes_page(language: str) -> str:
    return printing.print_html(content(language), stamp=printed.PUBLISHED)


def draft_page(language: str) -> str:
    """What a Friend opens from the review."""
    return printing.print_html(content(language), stamp=printed.DRAFT)


def agenda_page(language: str) -> str:
    agenda = content(language) | {"kind": "agenda", "sections": [], "attendance": []}
    agenda["agenda"][0]["title"] = SENTENCES[language]
    return printing.print_html(agenda, stamp=printed.DRAFT)


PAGES = {"minutes": minutes_page, "draft": draft_page, "agenda": agenda_page}
