"""Who acts: staff, a contact of a delegation, the clock, or an import; or, where a sign-in failed, anyone.

Every verb takes an `Actor` as `by`. Audit rows copy its kind, UUID and delegation; history rows also the
person's name, which erasing a person blanks.
"""

import uuid
from dataclasses import dataclass
from enum import StrEnum

CLOCK_ID = uuid.UUID("00000000-0000-0000-0000-00000000c10c")
IMPORT_ID = uuid.UUID("00000000-0000-0000-0000-0000000f11e5")
ANYONE_ID = uuid.UUID("00000000-0000-0000-0000-000000000000")


class Kind(StrEnum):
    STAFF = "staff"
    CONTACT = "contact"
    CLOCK = "clock"
    IMPORT = "import"
    # Somebody who did not prove who they are: a sign-in that failed.
    ANYONE = "anyone"


@dataclass(frozen=True)
class Actor:
    kind: Kind
    id: uuid.UUID
    delegation: str = ""
    person: str = ""


CLOCK = Actor(Kind.CLOCK, CLOCK_ID)
IMPORT = Actor(Kind.IMPORT, IMPORT_ID)
ANYONE = Actor(Kind.ANYONE, ANYONE_ID)
