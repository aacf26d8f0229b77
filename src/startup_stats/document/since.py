"""Since when a finding stands: from the file of before, as long as it is the same finding."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

# Whose it is (a collection but for products, an id), the rule, the field.
_Key = tuple[str, str, str, str]


class Past(NamedTuple):
    """The document of before, if any, the products that are former ids' now, and the products that there are."""

    document: Mapping[str, Any] | None
    renamed: Mapping[str, str]
    products: frozenset[str]

    def rows(self) -> Iterable[Mapping[str, Any]]:
        """Return the findings of before, each under the name that its product has now."""
        document = self.document or {"findings": (), "others": ()}
        for row in (*document["findings"], *document["others"]):
            name = row.get("product")
            # A name that was given to another product since is that product's.
            yield row if name is None or name in self.products else {**row, "product": self.renamed.get(name, name)}


def dated(rows: Sequence[dict[str, Any]], past: Past, as_of: date) -> list[dict[str, Any]]:
    """Add to each finding the day since which it stands; what is new stands since the day of the document.

    The same finding has the same record, rule and field; where one of these has several, the same message too. Lines
    move, and a wrong value that became another wrong one is still not mended.
    """
    before, now = _by_key(past.rows()), _by_key(rows)
    today = as_of.isoformat()
    return [row | {"since": min(_since(row, before[_key(row)], now[_key(row)], today), today)} for row in rows]


def _since(
    row: Mapping[str, Any], before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]], today: str
) -> str:
    same = [each["since"] for each in before if each["message"] == row["message"]]
    if not same and len(before) == len(now) == 1:
        same = [before[0]["since"]]
    return min(same, default=today)


def _by_key(rows: Iterable[Mapping[str, Any]]) -> defaultdict[_Key, list[Mapping[str, Any]]]:
    grouped: defaultdict[_Key, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[_key(row)].append(row)
    return grouped


def _key(row: Mapping[str, Any]) -> _Key:
    return (row.get("collection", ""), row.get("product") or row["id"], row["rule"], row["field"] or "")
