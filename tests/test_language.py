from __future__ import annotations

from datetime import date

import pytest

from startup_stats.language import Text, listed, number_of, same, say


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1234567, "1\u202f234\u202f567", "1,234,567"),
        (date(2026, 8, 20), "20 août 2026", "20 August 2026"),
        (date(2026, 2, 1), "1er février 2026", "1 February 2026"),
        ("2 026", "2 026", "2 026"),
        (Text("oui", "yes"), "oui", "yes"),
        (None, "None", "None"),
    ],
)
def test_say(value: object, fr: str, en: str) -> None:
    assert (say(value, "fr"), say(value, "en")) == (fr, en)


@pytest.mark.parametrize(
    ("words", "fr", "en"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a et b", "a and b"), (["a", "b", "c"], "a, b et c", "a, b and c")],
)
def test_listed(words: list[str], fr: str, en: str) -> None:
    assert listed(same(word) for word in words) == Text(fr, en)


def test_other_people_s_braces_stay_text() -> None:
    assert Text("« {x} »", '"{x}"').fill(x="{y} {0.__class__}") == Text("« {y} {0.__class__} »", '"{y} {0.__class__}"')


@pytest.mark.parametrize(
    ("count", "fr", "en"),
    [(0, "0 produit", "0 products"), (1, "1 produit", "1 product"), (2, "2 produits", "2 products"),
     (1234, "1\u202f234 produits", "1,234 products")],
)  # fmt: skip
def test_number_of(count: int, fr: str, en: str) -> None:
    assert number_of(count, Text("produit", "product"), Text("produits", "products")) == Text(fr, en)
