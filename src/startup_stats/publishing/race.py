"""A branch that others move too: on a lost race everything is computed again on the new tip."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from startup_stats.errors import OutsideError
from startup_stats.language import Text
from startup_stats.publishing.commit import tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from startup_stats.publishing.client import Client, Clock

Outcome = TypeVar("Outcome")
ATTEMPTS = 5
_LONGEST_PAUSE = 2.0  # seconds; two runs that collide part ways by chance


def on_a_still_branch(client: Client, branch: str, clock: Clock, attempt: Callable[[str], Outcome | None]) -> Outcome:
    """Call `attempt` with the branch's tip until it returns something else than None, which means it was overtaken.

    Raises OutsideError when there is no such branch, and after ATTEMPTS lost races.
    """
    for number in range(ATTEMPTS):
        if number:
            clock.sleep(_LONGEST_PAUSE * clock.random())
        at = tip(client, branch)
        if at is None:
            raise OutsideError(_NO_BRANCH.fill(branch=branch))
        outcome = attempt(at)
        if outcome is not None:
            return outcome
    raise OutsideError(_LOST.fill(branch=branch, count=ATTEMPTS))


_NO_BRANCH = Text(
    "GitHub ne trouve pas la branche « {branch} », ou le jeton ne voit pas ce dépôt. Vérifiez « branch », le nom du "
    "dépôt et la permission « contents: write ».",
    'GitHub does not find the branch "{branch}", or the token can\'t see this repository. Check "branch", the '
    'repository\'s name and the permission "contents: write".',
)
_LOST = Text(
    "La branche « {branch} » a bougé {count} fois pendant la publication : rien n'a été publié. Relancez, à une heure "
    "où moins de commits arrivent.",
    'The branch "{branch}" moved {count} times during the publication: nothing was published. Run again, at an hour '
    "with fewer commits.",
)
