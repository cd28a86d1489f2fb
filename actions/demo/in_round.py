"""A meeting of three weeks ago whose minutes are with the Friends for comment."""

from actions.demo.texts import Held, Item, Part, action, agreed, point, said

MEETING = Held(
    title="Friends meeting on the programme of work",
    begins="13:00",
    ends="15:00",
    venue="Permanent Mission of the Lao PDR, Geneva",
    chair="Lao PDR, Presidency",
    agenda=(
        Item("Programme of work", "Executive Coordinator"),
        Item("Paper on working between meetings", "Canada"),
        Item(
            "Reports from the areas of work",
            "Coordinating States",
            areas=("Clearance", "Victim assistance", "Transparency"),
        ),
        Item("Preparations of the host", "Lebanon"),
        Item("Any other business"),
    ),
    apologies=("New Zealand", "Chile"),
    parts=(
        Part(
            "Programme of work",
            (
                said(
                    "The Executive Coordinator introduced a calendar of meetings and deadlines and asked "
                    "delegations to say early where it collides with other treaties' meetings."
                ),
                said(
                    "The calendar was welcomed. One delegation asked that no meeting be set in the week "
                    "before national reports are due."
                ),
            ),
            item=0,
        ),
        Part(
            "Working between meetings",
            (
                said("Canada introduced its paper. It proposes:"),
                point("one meeting of the whole group between two Meetings of States Parties;"),
                point("small groups that carry one area of work each, open to whoever wishes to join;"),
                point("papers no longer than four pages, two weeks ahead."),
                said(
                    "Delegations found the length of papers and the two weeks *very useful*. Views differed "
                    "on whether small groups need chairs of their own."
                ),
                agreed("The group will try the proposal until the summer and then look at it again."),
            ),
            item=1,
        ),
        Part(
            "Reports from the areas of work",
            (
                said(
                    "Australia reported on two workshops in the field and on a short guide for risk "
                    "education, which is being tested with teachers."
                ),
                said(
                    "Austria spoke of a questionnaire on victim assistance that fourteen States had "
                    "answered so far. ICRC offered to help with those that had found it long."
                ),
                said(
                    "Belgium noted that about half of the reports due had arrived, and thanked those that "
                    "had sent theirs before the date."
                ),
            ),
            item=2,
        ),
        Part(
            "Preparations of the host",
            (
                said(
                    "Lebanon showed the plan of the conference centre and described how delegates with "
                    "disabilities reach each room without a detour."
                ),
            ),
            item=3,
        ),
        Part(
            "Action points",
            (
                action(
                    "Canada to revise its paper in the light of the comments, by the next Friends meeting.",
                    "Canada",
                    "by the next Friends meeting",
                ),
                action(
                    "Austria and ICRC to follow up with States that have not answered the questionnaire.",
                    "Austria and ICRC",
                ),
                action("Executive Coordinator to move the June meeting by a week.", "Executive Coordinator"),
                action(
                    "Lebanon to circulate practical information for delegates.",
                    "Lebanon",
                    "by the end of the month",
                ),
            ),
        ),
    ),
)

# (delegation, words by which the paragraph is found, quoted words, remark, proposed wording)
COMMENTS = (
    (
        "Germany",
        "a calendar of meetings",
        "asked delegations to say early",
        "Perhaps name a date by which to say so.",
        "",
    ),
    (
        "Norway",
        "until the summer",
        "try the proposal until the summer",
        "As agreed in the room, the review should have a place and a date.",
        "The group will try the proposal until the summer and look at it again at its first meeting after "
        "June.",
    ),
    (
        "ICRC",
        "a questionnaire",
        "had found it long",
        "Please say “had asked for help with it”, which is kinder and more exact.",
        "",
    ),
)
DECIDED = ("Germany", "noted", "The calendar itself will carry the date.")
NO_COMMENTS = ("Lebanon", "Japan", "Ireland")
CONSULTING = ("South Africa",)
