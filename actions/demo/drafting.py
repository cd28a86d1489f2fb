"""A meeting of last week whose minutes are being written."""

from actions.demo.texts import Held, Item, Part, action, said

MEETING = Held(
    title="Friends meeting on the way to the Meeting of States Parties",
    begins="10:00",
    ends="11:30",
    venue="Palais des Nations, Geneva, room XXII",
    chair="Lao PDR, Presidency",
    agenda=(
        Item("Draft programme of the Meeting of States Parties", "Lebanon"),
        Item("What the Meeting should decide", "Lao PDR", points=("Declaration", "Next host")),
        Item("Support for States that cannot pay for travel", "South Africa"),
        Item("Any other business"),
    ),
    parts=(
        Part(
            "Draft programme",
            (
                said(
                    "Lebanon introduced a draft programme of four days and asked for comments on the order "
                    "of items."
                ),
                said(
                    "Several delegations would like the reports of the coordinating States before the "
                    "general exchange of views, so that it can build on them."
                ),
            ),
            item=0,
        ),
        Part(
            "What the Meeting should decide",
            (said("The Presidency will circulate elements of a declaration."),),
            item=1,
        ),
        Part("Support for travel", (), item=2),
        Part(
            "Action points",
            (
                action(
                    "Presidency to circulate elements of a declaration before the next meeting.",
                    "Presidency",
                    "before the next meeting",
                ),
            ),
        ),
    ),
)
