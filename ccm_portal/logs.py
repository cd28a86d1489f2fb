"""What may not stand in a log: the tokens of personal links."""

import logging
import re

# The path of a link: /l/ and whatever follows it up to a blank.
LINK = re.compile(r"/l/\S+")


class WithoutTokens(logging.Filter):
    """Blanks the token in every line, also where it came as an argument; no line is dropped."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if LINK.search(line):
            record.msg, record.args = LINK.sub("/l/…", line), ()
        return True
