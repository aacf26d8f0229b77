"""Other people's text as one harmless line: for a terminal, for a runner's log, for XML."""

from __future__ import annotations

import re

# A runner takes « ::command:: » at the start of a line and « ##[command] » anywhere in it as commands to obey.
_COMMAND = re.compile(r"^\s*::|##\[")


def plain(text: str) -> str:
    """Replace what could move the cursor, end the line, turn the reading direction or command a runner."""
    line = text if text.isprintable() else "".join(map(_visible, text))
    return _COMMAND.sub(lambda found: found[0].replace("#", "＃").replace(":", "："), line)


def _visible(char: str) -> str:
    return char if char.isprintable() else "\ufffd" if ord(char) > ord(" ") else " "
