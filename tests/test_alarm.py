"""The guard: what rings, what is left alone, and what is said of it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startup_stats.config.settings import ClosedYears, Guard
from startup_stats.document.alarm import alarm_markdown, alarm_text, alarm_title
from startup_stats.document.changes import MOST_CHANGES
from startup_stats.document.guard import MOST_NAMED, NO_EARLIER_FILE, Account, Alert, compare
from startup_stats.language import NARROW_SPACE, same
from tests.documents import document, indicator, people

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS = Guard()
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def end(*figures: tuple[int, int | None, str], **changes: Any) -> Any:
    """Make a document whose only indicator has these (year, figure, products counted), all of them over."""
    years = {year: (value, counted) for year, value, counted in figures}
    return document(indicators={"end": indicator(years, **changes)})


def agents(**years: int) -> Any:
    return document(indicators={"agent": people({int(year[1:]): value for year, value in years.items()})})


def sentences(old: Any, new: Any, limits: Guard = LIMITS) -> list[str]:
    return [sentence.fr for sentence in compare(old, new, limits).alarm]


A_OUT = "Sortis : Produit A (a)."
OUT_AND_IN = (
    "Entrés : Produit K (k). Sortis : Produit A (a), Produit B (b), Produit C (c), Produit D (d) et Produit E (e)."
)
# old, new → the sentences of the alarm
RINGS: dict[str, tuple[Any, Any, list[str]]] = {
    "three more of three": (
        end((2023, 3, "abc")), end((2023, 6, "abcdef")),
        ["Abandons 2023 : 3 → 6. Entrés : Produit D (d), Produit E (e) et Produit F (f)."],
    ),
    "three fewer": (
        end((2023, 6, "abcdef")), end((2023, 3, "abc")),
        ["Abandons 2023 : 6 → 3. Sortis : Produit D (d), Produit E (e) et Produit F (f)."],
    ),
    "some in and some out": (
        end((2023, 2, "ab")), end((2023, 5, "bcdef")),
        ["Abandons 2023 : 2 → 5. Entrés : Produit C (c), Produit D (d), Produit E (e) et Produit F (f). " + A_OUT],
    ),
    "from nothing": (
        end((2023, 0, "")), end((2023, 3, "abc")),
        ["Abandons 2023 : 0 → 3. Entrés : Produit A (a), Produit B (b) et Produit C (c)."],
    ),
    "just above the share": (
        end((2023, 29, LETTERS)), end((2023, 32, LETTERS)), ["Abandons 2023 : 29 → 32. 3 de plus."],
    ),
    "no figure any more": (
        end((2023, 1, "a")), end((2023, None, "")), ["Abandons 2023 : 1 → aucun chiffre. Sortis : Produit A (a)."],
    ),
    "a zero that becomes none": (
        end((2023, 0, "")), end((2023, None, "")), ["Abandons 2023 : 0 → aucun chiffre."],
    ),
    "two years, in their order": (
        end((2023, 3, "abc"), (2022, 9, "abcdefghi")), end((2022, 5, "abcde"), (2023, 0, "")),
        [
            "Abandons 2022 : 9 → 5. Sortis : Produit F (f), Produit G (g), Produit H (h) et Produit I (i).",
            "Abandons 2023 : 3 → 0. Sortis : Produit A (a), Produit B (b) et Produit C (c).",
        ],
    ),
    "other words": (
        document(), document(indicators={"end": indicator({2023: (0, "")}, title="Arrêts", description="Autres.")}),
        ["Arrêts 2023 : 3 → 0. Sortis : Produit A (a), Produit B (b) et Produit C (c)."],
    ),
    "beside an indicator that lists no year": (
        document(indicators={"fast": indicator({}), "end": indicator({2023: (3, "abc")})}), end((2023, 0, "")),
        ["Abandons 2023 : 3 → 0. Sortis : Produit A (a), Produit B (b) et Produit C (c)."],
    ),
    "a file that does not tell what it was counted by": (
        document(source=None), end((2023, 0, "")),
        ["Abandons 2023 : 3 → 0. Sortis : Produit A (a), Produit B (b) et Produit C (c)."],
    ),
    "people who have no figure any more": (
        agents(y2023=100), document(indicators={"agent": people({2023: 100})
            | {"years": [{"year": 2023, "value": None, "complete": True, "counted": []}]}}),
        ["Agents 2023 : 100 → aucun chiffre."],
    ),
    "people, by their number alone": (
        agents(y2023=100), agents(y2023=1112), ["Agents 2023 : 100 → 1\u202f112. 1\u202f012 de plus."],
    ),
    "products read": (
        document(LETTERS), document(LETTERS[:24]),
        [
            "Produits lus : 26 → 24. Sortis : Produit Y (y) et Produit Z (z).",
            "Produits qui ont une phase : 26 → 24. Sortis : Produit Y (y) et Produit Z (z).",
        ],
    ),
    "products read, some of them new": (
        document("abcdefghij"), document("fghijk"),
        [f"Produits lus : 10 → 6. {OUT_AND_IN}", f"Produits qui ont une phase : 10 → 6. {OUT_AND_IN}"],
    ),
    "members read": (document(), document(members=94), ["Membres lus : 100 → 94. 6 de moins."]),
    "products with a phase": (
        document(), document(without_phase="j"), ["Produits qui ont une phase : 10 → 9. Sortis : Produit J (j)."],
    ),
    "the same, in the shape to come": (
        document(phases={"without_phase": {"value": 0, "counted": []}}),
        document(without_phase="j", phases={"without_phase": {"value": 1, "counted": ["j"]}}),
        ["Produits qui ont une phase : 10 → 9. Sortis : Produit J (j)."],
    ),
    "years that are over stand first": (
        document(),
        document(members=1, indicators={"end": indicator({2023: (0, ""), 2024: (1, "d", False)})}),
        [
            "Abandons 2023 : 3 → 0. Sortis : Produit A (a), Produit B (b) et Produit C (c).",
            "Membres lus : 100 → 1. 99 de moins.",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), RINGS.values(), ids=RINGS)
def test_what_rings(old: Any, new: Any, told: list[str]) -> None:
    account = compare(old, new, LIMITS)
    assert [sentence.fr for sentence in account.alarm] == told
    assert account.notes == ()


# old, new → nothing rings, nothing is left uncompared
QUIET: dict[str, tuple[Any, Any]] = {
    "the same": (document(), document()),
    "two more, whatever their share": (end((2023, 1, "a")), end((2023, 3, "abc"))),
    "three of thirty": (end((2023, 30, LETTERS)), end((2023, 33, LETTERS))),
    "others in the place of as many": (end((2023, 3, "abc")), end((2023, 3, "def"))),
    "a year that is not over": (
        document(indicators={"end": indicator({2024: (9, "abcdefghi", False)})}),
        document(indicators={"end": indicator({2024: (0, "", False)})}),
    ),
    "a year over only now": (
        document(indicators={"end": indicator({2024: (9, "abcdefghi", False)})}), end((2024, 0, "")),
    ),
    "no figure in either": (end((2023, None, "")), end((2023, None, ""))),
    "an indicator that is new": (
        document(), document(indicators=document()["indicators"] | {"fast": indicator({2023: (9, "abcdefghi")})}),
    ),
    "five of a hundred members": (document(), document(members=95)),
    "one product of twenty": (document(LETTERS[:20]), document(LETTERS[:19])),
    "one phase of twenty": (document(LETTERS[:20]), document(LETTERS[:20], without_phase="a")),
    "more of everything": (document(), document(LETTERS, members=900)),
    "from nothing read": (document(""), document()),
    "other words": (document(), document(indicators={
        "end": indicator({2023: (3, "abc")}, title="Ends", description="Words."),
    })),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), QUIET.values(), ids=QUIET)
def test_what_is_left_alone(old: Any, new: Any) -> None:
    assert compare(old, new, LIMITS) == Account()


def test_the_limits_are_the_configuration_s() -> None:
    strict, lax = Guard(0, ClosedYears(0, 1)), Guard(100, ClosedYears(1000, 50))
    assert sentences(document(), document(members=99), strict) == ["Membres lus : 100 → 99. 1 de moins."]
    assert sentences(end((2023, 30, "")), end((2023, 31, "")), strict) == ["Abandons 2023 : 30 → 31. 1 de plus."]
    for old, new in [(document(), document("", members=0)), (end((2023, 49, "")), end((2023, 0, "")))]:
        assert sentences(old, new, lax) == []
    assert sentences(end((2023, 5, "")), end((2023, 55, "")), lax) == []
    assert sentences(end((2023, 5, "")), end((2023, 56, "")), lax) == ["Abandons 2023 : 5 → 56. 51 de plus."]


FAR = indicator({2023: (9, "abcdefghi"), 2024: (1, "d", False)})
READ_ONLY = "Les années closes n'ont pas été comparées à celles du fichier précédent, seulement ce qui est lu : "
CHANGED = f"{READ_ONLY}la méthode ou la première année a changé pour Abandons."
# what the new document has beside a year that moved far → why that year was not compared
INCOMPARABLE: dict[str, tuple[dict[str, Any], str]] = {
    "other definitions": ({"definitions_version": 2}, f"{READ_ONLY}il suit d'autres définitions."),
    "another method": ({"indicators": {"end": FAR | {"method": "site"}}}, CHANGED),
    "other parameters": (
        {"source": {"counting": "b" * 64}},
        f"{READ_ONLY}la configuration compte autrement (promotions, mois des évaluations, incubateurs…).",
    ),
    "another first year": (
        {"indicators": {"end": FAR | {"years": [*indicator({2022: (0, "")})["years"], *FAR["years"]]}}}, CHANGED,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "note"), INCOMPARABLE.values(), ids=INCOMPARABLE)
def test_what_is_counted_otherwise_is_not_compared(changes: dict[str, Any], note: str) -> None:
    """What is read is compared all the same, and the run says so."""
    far: dict[str, Any] = {"indicators": {"end": FAR}}
    account = compare(document(), document(members=90, **far | changes), LIMITS)
    assert [note.fr for note in account.notes] == [note]
    assert [sentence.fr for sentence in account.alarm] == ["Membres lus : 100 → 90. 10 de moins."]
    assert len(compare(document(), document(members=90, **far), LIMITS).alerts) == 2


NOT_COMPARED = "N'ont pas été comparées, faute de chiffre ou d'année close dans l'un des deux fichiers : "
# old, new → which years had no counterpart
UNCOMPARED: dict[str, tuple[Any, Any, str]] = {
    "years that are gone": (
        end((2022, 1, "a"), (2023, 9, ""), (2024, 9, "")), end((2022, 1, "a")), "Abandons (2023, 2024)",
    ),
    "a year not over any more": (
        document(), document(indicators={"end": indicator({2023: (0, "", False)})}), "Abandons (2023)",
    ),
    "a figure where there was none": (end((2023, None, "")), end((2023, 9, "abcdefghi")), "Abandons (2023)"),
    "indicators that are gone": (
        document(indicators={"end": indicator({2023: (9, "")}), "agent": people({2021: 1, 2022: 2})}),
        document(indicators={}),
        "Abandons (2023) et Agents (2021, 2022)",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "years"), UNCOMPARED.values(), ids=UNCOMPARED)
def test_years_without_a_counterpart_are_told(old: Any, new: Any, years: str) -> None:
    account = compare(old, new, LIMITS)
    assert account.alerts == ()
    assert [note.fr for note in account.notes] == [f"{NOT_COMPARED}{years}."]


def spoilt(change: Callable[[Any], Any]) -> Any:
    made = document()
    change(made)
    return made


YEAR = "years"
# what somebody left in place of a document
ODD: dict[str, Any] = {
    "nothing": None,
    "a number": 3,
    "a list": [1],
    "another document": {"language": "fr"},
    "no products": spoilt(lambda made: made.pop("products")),
    "a product that is none": spoilt(lambda made: made["products"].append(3)),
    "a product without id": spoilt(lambda made: made["products"].append({"title": "x", "phase": None})),
    "a list for an id": spoilt(lambda made: made["products"].append({"id": [], "title": "x", "phase": "y"})),
    "a number for a title": spoilt(lambda made: made["products"].append({"id": "x", "title": 3, "phase": "y"})),
    "truth for a count": spoilt(lambda made: made["members"].update(total=True)),
    "less than none": spoilt(lambda made: made["members"].update(total=-1)),
    "a number of thousands of digits": spoilt(lambda made: made["members"].update(total=10**5000)),
    "a half": spoilt(lambda made: made["indicators"]["end"][YEAR][0].update(value=0.5)),
    "a text for a figure": spoilt(lambda made: made["indicators"]["end"][YEAR][0].update(value="3")),
    "a number for those counted": spoilt(lambda made: made["indicators"]["end"][YEAR][0].update(counted=3)),
    "numbers counted": spoilt(lambda made: made["indicators"]["end"][YEAR][0].update(counted=[3])),
    "a year without year": spoilt(lambda made: made["indicators"]["end"][YEAR][0].pop("year")),
    "a method that is none": spoilt(lambda made: made["indicators"]["end"].update(method=None)),
    "indicators in a list": spoilt(lambda made: made.update(indicators=[])),
}


@pytest.mark.parametrize("old", ODD.values(), ids=ODD)
def test_an_odd_earlier_file_is_no_earlier_file(old: Any) -> None:
    account = compare(old, document(), LIMITS)
    assert account.alerts == ()
    assert [note.fr for note in account.notes] == [
        "Le fichier précédent n'a pas la forme que cet outil lui donne : aucun chiffre n'a pu lui être comparé."
    ]


def test_other_people_s_words_are_one_harmless_line() -> None:
    """Ids and titles of the old file too: they are text of a file that anybody may have written."""
    old = document("abcdefghij")
    old["products"][0] |= {"id": "::error::x", "title": "T" * 100}
    old["products"][1] |= {"id": "b\nc", "title": "b\nc"}
    old["products"][2] |= {"id": "\ud800", "title": "\u202eabc"}
    (told, *_) = sentences(old, document("defghij"))
    assert told == f"Produits lus : 10 → 7. Sortis : {'T' * 59}… (::error::x), b c et \ufffdabc (\ufffd)."
    assert "\n" not in told


def test_a_long_list_of_records_is_bounded() -> None:
    (some, *_) = sentences(document(LETTERS), document(LETTERS[MOST_NAMED + 2 :]))
    assert some.endswith("Produit H (h) et 2 autres.")
    (one_more, *_) = sentences(document(LETTERS), document(LETTERS[MOST_NAMED + 1 :]))
    assert one_more.endswith("Produit H (h) et Produit I (i).")


def test_no_member_is_ever_named() -> None:
    """Not even one that an old file names where none may be, by saying that it counts products."""
    old = document(indicators={"agent": indicator({2023: (9, LETTERS)}, "Agents")})
    assert sentences(old, agents(y2023=2)) == ["Agents 2023 : 9 → 2. 7 de moins."]


def test_every_sentence_is_there_in_english() -> None:
    account = compare(document(), document("fghij", members=3, indicators={"end": indicator({2023: (0, "")})}), LIMITS)
    first, _, members, _ = account.alarm
    assert first.en == "Abandons 2023: 3 → 0. Went out: Produit A (a), Produit B (b) and Produit C (c)."
    assert members.en == "Members read: 100 → 3. 97 fewer."


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
JSON = st.recursive(VALUES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)
IDS = st.text(max_size=3)
YEARS = st.fixed_dictionaries({
    "year": st.integers(2013, 2027), "value": st.none() | st.integers(0, 999), "complete": st.booleans(),
    "counted": st.lists(IDS, max_size=4),
})  # fmt: skip
INDICATORS = st.fixed_dictionaries({
    "title": st.text(), "method": st.sampled_from(["programme", "site"]),
    "subject": st.sampled_from(["product", "member"]), "years": st.lists(YEARS, max_size=4),
})  # fmt: skip
DOCUMENTS = st.fixed_dictionaries({
    "definitions_version": st.integers(1, 2), "source": st.fixed_dictionaries({"counting": st.sampled_from("ab")}),
    "members": st.fixed_dictionaries({"total": st.integers(0, 9999)}),
    "products": st.lists(st.fixed_dictionaries({"id": IDS, "title": st.text(), "phase": st.none() | IDS}), max_size=9),
    "indicators": st.dictionaries(st.sampled_from(["end", "fast", "agent"]), INDICATORS),
})  # fmt: skip
LIMIT = st.integers(0, 100)
LIMITS_OF_ANY = st.builds(Guard, LIMIT, st.builds(ClosedYears, LIMIT, st.integers(1, 9)))


def spoil(made: Any, place: int, value: Any) -> Any:
    """Put something else in the place of one value of a document."""
    nodes = [(made, key) for key in made]
    for node, key in nodes:
        inner = node[key]
        nodes += [(inner, at) for at in (inner if isinstance(inner, dict) else range(len(inner)))] if isinstance(
            inner, dict | list
        ) else []  # fmt: skip
    node, key = nodes[place % len(nodes)]
    node[key] = value
    return made


@given(DOCUMENTS | JSON, DOCUMENTS | JSON, LIMITS_OF_ANY)
def test_any_two_documents_are_compared(old: Any, new: Any, limits: Guard) -> None:
    """Without a fault, in sentences of one line that a terminal can show."""
    account = compare(old, new, limits)
    for sentence in (*account.alarm, *account.notes):
        assert sentence.fr.replace(NARROW_SPACE, " ").isprintable()
        assert sentence.en.isprintable()


@given(DOCUMENTS, DOCUMENTS, st.integers(0), JSON)
def test_a_document_with_anything_in_one_place_is_compared(old: Any, new: Any, place: int, value: Any) -> None:
    compare(spoil(copy.deepcopy(old), place, value), new, LIMITS)


@given(DOCUMENTS | JSON, LIMITS_OF_ANY)
def test_a_document_never_rings_against_itself(same_document: Any, limits: Guard) -> None:
    assert compare(copy.deepcopy(same_document), same_document, limits).alerts == ()


def rung(count: int, records: str = "Sortis : p_1.") -> Account:
    alerts = tuple(Alert(same(f"Abandons {2000 + each} : 9 → 0"), same(records)) for each in range(count))
    return Account(alerts, notes=(same("Rien de plus."),))


def test_nothing_is_said_of_nothing() -> None:
    assert alarm_text(NO_EARLIER_FILE, "fr") == alarm_markdown(NO_EARLIER_FILE, "fr") == ""
    note = Account(notes=(same("Pas *comparé*."),))
    assert alarm_text(note, "fr") == "Pas *comparé*.\n"
    assert alarm_markdown(note, "fr") == "Pas \\*comparé\\*.\n\n"


def test_the_alarm_on_a_terminal() -> None:
    assert alarm_text(rung(1), "fr") == (
        "Alerte : un chiffre a bougé plus que prévu\n- Abandons 2000 : 9 → 0. Sortis : p_1.\nRien de plus.\n\n"
    )
    many = alarm_text(rung(MOST_CHANGES + 5), "en").splitlines()
    assert many[0] == f"Alarm: {MOST_CHANGES + 5} figures moved further than expected"
    assert many[MOST_CHANGES + 1] == "- … and 5 more"


def test_what_was_read_stays_in_sight_below_many_years() -> None:
    account = rung(MOST_CHANGES + 5)._replace(read=(Alert(same("Produits lus : 9 → 0")),))
    for told in (alarm_text(account, "fr"), alarm_markdown(account, "fr")):
        assert "- … et 5 de plus\n- Produits lus : 9 → 0.\n" in told
    assert len(account.alarm) == MOST_CHANGES + 6


def test_the_alarm_in_a_summary() -> None:
    assert alarm_markdown(rung(2), "fr") == (
        "## Alerte : 2 chiffres ont bougé plus que prévu\n\n- Abandons 2000 : 9 → 0. Sortis : p\\_1.\n"
        "- Abandons 2001 : 9 → 0. Sortis : p\\_1.\n\nRien de plus.\n\n"
    )


def test_the_alarm_fits_into_a_pull_request() -> None:
    """GitHub takes 65,536 characters; what is left out is counted."""
    told = alarm_markdown(rung(30, "x" * 5000), "fr")
    assert len(told) < 41_000
    assert "- … et 23 de plus\n" in told
    assert len(alarm_title(rung(30), "fr")) <= 100


def test_the_alarm_in_a_title() -> None:
    assert alarm_title(rung(1), "fr") == "Alerte, statistiques : Abandons 2000 : 9 → 0"
    assert alarm_title(rung(9), "en").startswith("Alarm, statistics: Abandons 2000 : 9 → 0 ; ")
    assert alarm_title(rung(9), "en").endswith(" (+6)")
