import pytest

from meetings.reading.action_points import read_due, read_owner


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        (
            "Presidency to invite all States following the next Friends meeting.",
            "Presidency",
            "following the next Friends meeting",
        ),
        ("Executive Coordinator to send the minutes.", "Executive Coordinator", ""),
        ("All Friends, please send corrections by Friday.", "All Friends", "by Friday"),
        ("Norway will circulate a table before the end of May 2012.", "Norway", "before the end of May 2012"),
        (
            "Norway and the co-chairs to draft text within two weeks",
            "Norway and the co-chairs",
            "within two weeks",
        ),
        (
            "Coordinators on clearance to report at the next meeting.",
            "Coordinators on clearance",
            "at the next meeting",
        ),
        ("ISU: update the website by 2012-05-03", "ISU", "by 2012-05-03"),
        ("Circulate the paper (Norway, by 15 March)", "Norway", "by 15 March"),
        ("Prepare a calendar. Owner: Executive Coordinator; Due: 3 May", "Executive Coordinator", "3 May"),
        (
            "New version, ahead of the next gathering of Friends, "
            "provisionally set for end of May/beginning of June 2011.",
            "",
            "ahead of the next gathering of Friends, provisionally set for end of May/beginning of June 2011",
        ),
    ],
)
def test_it_works(text: str, owner: str, due: str) -> None:
    assert (read_owner(text), read_due(text)) == (owner, due)


@pytest.mark.parametrize(
    "text",
    ["", "Revision of the paper to be decided", "The figures will be shown again.", "It was said: go on"],
)
def test_no_owner_is_guessed(text: str) -> None:
    assert read_owner(text) == ""


@pytest.mark.parametrize(
    "text", ["", "to send it before uploading it", "written by Norway", "a calendar for 2011"]
)
def test_no_date_is_guessed(text: str) -> None:
    assert read_due(text) == ""


def test_behind_a_label_a_person_may_own() -> None:
    assert read_owner("Ms Inventada to call the host", labelled=True) == "Ms Inventada"
    assert read_owner("Ms Inventada to call the host") == ""
