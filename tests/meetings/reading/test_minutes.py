from friends.reading.report import Became
from meetings.reading import Record, read_record
from meetings.reading.values import Paragraph


def headings(record: Record) -> list[tuple[str, str]]:
    return [(section.number_words, section.heading) for section in record.sections]


def paragraphs(record: Record) -> list[Paragraph]:
    return [paragraph for section in record.sections for paragraph in section.paragraphs]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in paragraphs(read_record(text))]


PROSE = "It was a long debate and nobody left the room before the end of it, which the chair noted with thanks.\n\n"


def test_numbered_headings_and_deeper_ones() -> None:
    record = read_record(
        f"1. Opening\n\n{PROSE}2. Updates\n\n2.1 Clearance\n\n{PROSE}3. Any other business\n\nNone.\n"
    )
    assert headings(record) == [
        ("1.", "Opening"),
        ("2.", "Updates"),
        ("2.1", "Clearance"),
        ("3.", "Any other business"),
    ]


def test_roman_numbers_items_hashes_bold_and_capitals() -> None:
    text = (
        f"IV. Opening\n\n{PROSE}Agenda Item 3: Clearance\n\n{PROSE}"
        f"## Data\n{PROSE}**Plans**\n\n{PROSE}NEXT YEAR\n{PROSE}"
    )
    assert headings(read_record(text)) == [
        ("IV.", "Opening"),
        ("Agenda Item 3", "Clearance"),
        ("", "Data"),
        ("", "Plans"),
        ("", "NEXT YEAR"),
    ]


def test_a_numbered_list_is_no_row_of_headings() -> None:
    text = (
        f"Tasks ahead\n\nThree things are to be done:\n1. Write the paper\n2. Read it\n3. Send it\n\n{PROSE}"
    )
    record = read_record(text)
    assert headings(record) == [("", "Tasks ahead")]
    assert [(one.kind, one.mark) for one in paragraphs(record)][1:4] == [
        ("numbered", "1."),
        ("numbered", "2."),
        ("numbered", "3."),
    ]


def test_numbered_sentences_are_paragraphs_with_their_number() -> None:
    assert kinds("Summary\n\n12. The chair opened the meeting.\n13. Nobody spoke.\n") == [
        ("numbered", "The chair opened the meeting."),
        ("numbered", "Nobody spoke."),
    ]


def test_a_sentence_broken_by_a_page_is_one_paragraph() -> None:
    record = read_record("## Plans\n\nPortugal will tell whether it goes\n\n\x0c\n\non with its paper.\n")
    (paragraph,) = paragraphs(record)
    assert paragraph.text == "Portugal will tell whether it goes on with its paper."
    assert paragraph.lines == (3, 7)
    assert [entry.became for entry in record.report][-1] == Became.CONTINUATION


def test_hand_wrapped_text_is_joined_and_unwrapped_text_is_not() -> None:
    wrapped = (
        "Plans\n\nThe chair thanked all those who had come and\n"
        "those who had not. She closed early.\nNobody minded.\n"
    )
    assert len(paragraphs(read_record(wrapped))) == 1
    assert len(paragraphs(read_record(f"Plans\n\n{PROSE.strip()}\n{PROSE.strip()}\n"))) == 2


def test_bullets_keep_their_depth_and_their_bold() -> None:
    record = read_record("Plans\n\nThese were named:\n- **one**\n  - deeper\n- two\n-\n")
    assert [(one.kind, one.level, one.text) for one in paragraphs(record)][1:] == [
        ("bullet", 0, "**one**"),
        ("bullet", 1, "deeper"),
        ("bullet", 0, "two"),
    ]
    assert record.report[-1].became == Became.EMPTY_BULLET


def test_decisions_and_actions_by_their_label() -> None:
    text = "Plans\n\nDECISION 2: It is so.\n\nAgreed: Not again.\n\nAction: Peru to write by 3 May.\n"
    found = paragraphs(read_record(text))
    assert [(one.kind, one.mark, one.text) for one in found] == [
        ("decision", "DECISION 2:", "It is so."),
        ("decision", "Agreed:", "Not again."),
        ("action", "Action:", "Peru to write by 3 May."),
    ]
    assert (found[2].owner_words, found[2].due_words) == ("Peru", "by 3 May")


def test_actions_under_a_label_of_their_own_end_with_the_next_text() -> None:
    text = f"2. Plans\n\nActions:\n- Peru to write\n- Malta to read\n\n{PROSE}- a point\n"
    assert [kind for kind, _ in kinds(text)] == ["heading", "action", "action", "paragraph", "bullet"]


def test_a_table_of_actions() -> None:
    text = (
        "Action points\n\nNo\tAction\tResponsible\tDeadline\n"
        "1\tWrite the paper\tPeru\t3 May\n2\tRead it\tAll Friends\t\n"
    )
    assert [
        (one.kind, one.text, one.owner_words, one.due_words) for one in paragraphs(read_record(text))
    ] == [
        ("action", "Write the paper", "Peru", "3 May"),
        ("action", "Read it", "All Friends", ""),
    ]


def test_a_text_without_any_structure_is_kept() -> None:
    record = read_record("just this\n")
    assert [(section.heading, len(section.paragraphs)) for section in record.sections] == [("", 1)]
    assert record.report[0].became == Became.KEPT_AS_TEXT
    asked = " ".join(question.words for question in record.questions)
    assert "no title" in asked and "on which day" in asked and "who chaired" in asked
    assert read_record("").sections == ()
