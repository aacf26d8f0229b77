"""What somebody may have meant by a word that is none of those known."""

from __future__ import annotations

from startup_stats.language import Text


def suggestion(word: str, known: list[str], shown: int | None = None, prefix: str = "") -> Text:
    """Return « vouliez-vous dire … ? » with the nearest known word, else the known words, `shown` at most.

    Each is written after `prefix`, which plays no part in what is near.
    """
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return Text("Vouliez-vous dire « {near} » ?", 'Did you mean "{near}"?').fill(near=f"{prefix}{near[0]}")
    listed = ", ".join(f"{prefix}{one}" for one in known[:shown]) + (", …" if len(known[:shown]) < len(known) else "")
    return Text("Valeurs possibles : {known}.", "Possible values: {known}.").fill(known=listed)
