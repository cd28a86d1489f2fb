"""A meeting of December 2010 that went the whole way: commented, decided, approved, published."""

from actions.demo.roster import AREAS
from actions.demo.texts import Held, Item, Part, action, agreed, point, said

MEETING = Held(
    title="First meeting of the Friends of the President",
    begins="10:00",
    ends="12:00",
    venue="Palais des Nations, Geneva, room VII",
    chair="Lao PDR, Presidency of the 1MSP",
    agenda=(
        Item("Looking back at the First Meeting of States Parties", "Lao PDR"),
        Item("Who carries which area of work until the 2MSP", "Executive Coordinator", areas=AREAS),
        Item(
            "How the group works between meetings",
            "Canada",
            points=("Number of meetings", "Papers and languages"),
        ),
        Item("On the way to Beirut", "Lebanon"),
        Item("Any other business"),
    ),
    apologies=("Austria", "Chile"),
    parts=(
        Part(
            "Opening",
            (
                said(
                    "The Presidency opened the first meeting of the Friends since the 1MSP and thanked the "
                    "missions that had made room for it at short notice."
                ),
                said(
                    "The Executive Coordinator explained how the minutes come about: a draft cleared by the "
                    "Presidency, one week for comments, then a final text that everybody may read."
                ),
            ),
        ),
        Part(
            "Looking back",
            (
                said(
                    "Lao PDR recalled that the 1MSP had **adopted its action plan and its declaration** "
                    "without a vote, and that more States had attended than any of the preparatory meetings "
                    "had seen."
                ),
                said(
                    "Several delegations found the week well paced. It was said that side events had "
                    "competed with the general exchange of views, and that the next host might keep the "
                    "first morning free of them."
                ),
            ),
            item=0,
        ),
        Part(
            "Areas of work",
            (
                said(
                    "The Friends went through the areas of work one by one. Each will be carried by a "
                    "coordinating State until the 2MSP:"
                ),
                point("Norway, the general status and operation;"),
                point("Japan, universalisation, with Portugal;"),
                point("Australia, clearance and risk education, with Slovenia;"),
                point("Austria, victim assistance, with Croatia;"),
                point("Germany, stockpile destruction and retention, with Spain;"),
                point("Belgium, transparency; New Zealand, national implementation measures;"),
                point("South Africa, international cooperation and assistance, with Mexico."),
                agreed(
                    "The list of coordinating States was confirmed. States that wish to cooperate in an "
                    "area tell the Executive Coordinator."
                ),
                said(
                    "Austria, which was not in the room, is asked once more whether it carries on. Canada says "
                    "before the next meeting whether it goes on with its paper."
                ),
            ),
            item=1,
        ),
        Part(
            "Working between meetings",
            (
                said(
                    "Canada offered to write down how the group could work: how often to meet, which papers "
                    "to circulate, and how long before a meeting."
                ),
                said(
                    "Most speakers preferred few meetings with papers well ahead. Translation was left open."
                ),
            ),
            item=2,
        ),
        Part(
            "On the way to Beirut",
            (
                said(
                    "Lebanon reported that dates in September 2011 were being looked at, and that a first "
                    "visit of the preparatory team was planned for the new year."
                ),
            ),
            item=3,
        ),
        Part(
            "Action points",
            (
                action(
                    "Canada to circulate a short paper on working between meetings, in time for the next "
                    "Friends meeting.",
                    "Canada",
                    "before the next Friends meeting",
                ),
                action(
                    "Lebanon to share the dates of the 2MSP as soon as they are settled, by end of January "
                    "2011.",
                    "Lebanon",
                    "by end of January 2011",
                ),
                action("All Friends to look through the contact list.", "All Friends"),
            ),
        ),
    ),
)

# (delegation, words by which the paragraph is found, quoted words, remark, proposed wording, decision, reason)
COMMENTS = (
    (
        "Norway",
        "without a vote",
        "than any of the preparatory meetings had seen",
        "More exact, and easier to cite.",
        "Lao PDR recalled that the 1MSP had **adopted its action plan and its declaration** without a vote, "
        "and that attendance had been larger than at any preparatory meeting.",
        "reflected",
        "Taken up as proposed.",
    ),
    (
        "Ireland",
        "side events",
        "",
        "It may help the next host to read which side events are meant.",
        "",
        "noted",
        "The exchange was general; nobody named a particular event.",
    ),
    (
        "Japan",
        "Translation",
        "Translation was left open",
        "My delegation recalls that it was deferred to the next meeting.",
        "",
        "for_the_meeting",
        "To be taken up under working methods.",
    ),
)
NO_COMMENTS = ("Lao PDR", "Lebanon", "Austria", "Belgium", "New Zealand", "ICRC")
