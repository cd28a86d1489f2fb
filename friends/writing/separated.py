"""A table as separated values: for programs that read nothing else. What would be run is neutralised."""

import csv
import io

from friends.writing import cells
from friends.writing.sheets import Table


def text(table: Table, *, separator: str = ",") -> bytes:
    """UTF-8 with a byte order mark (without it Excel takes the letters for another encoding), lines ended by CR LF."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator)
    writer.writerow([cells.neutral(words) for words in table.headings])
    writer.writerows([cells.neutral(words) for words in row] for row in table.rows)
    return file.getvalue().encode("utf-8-sig", "replace")
