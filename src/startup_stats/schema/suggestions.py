"""What somebody may have meant by a word that is none of those known."""

from __future__ import annotations

from startup_stats.content.invisible import without_invisible
from startup_stats.language import Text


def likeness(word: str, others: list[str], cutoff: float) -> str | None:
    """Return the word most like another, whatever its capitals and what nobody sees in it; None when none is."""
    from difflib import get_close_matches

    plain = {without_invisible(other).casefold().strip(): other for other in others}
    near = get_close_matches(word.casefold(), plain, n=1, cutoff=cutoff)
    return plain[near[0]] if near else None


def suggestion(word: str, known: list[str], shown: int | None = None, prefix: str = "") -> Text:
    """Return « vouliez-vous dire … ? » with the nearest known word, else the known words, `shown` at most.

    Each is written after `prefix`, which plays no part in what is near.
    """
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1, cutoff=0.6)
    # « conforme » is no more « non conforme » than « totalement conforme »: where all can be shown, all are.
    several = shown is None and sum(word in one for one in known) > 1
    if near and not several:
        return Text("Vouliez-vous dire « {near} » ?", 'Did you mean "{near}"?').fill(near=f"{prefix}{near[0]}")
    listed = ", ".join(f"{prefix}{one}" for one in known[:shown]) + (", …" if len(known[:shown]) < len(known) else "")
    return Text("Valeurs possibles : {known}.", "Possible values: {known}.").fill(known=listed)
