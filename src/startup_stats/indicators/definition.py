"""What an indicator is: of whom it speaks, in which words, and how each of its methods dates one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from startup_stats.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from startup_stats.indicators.dating import Dating
    from startup_stats.indicators.terms import Method, Terms
    from startup_stats.model import Member, Portfolio, Product


class Subject(NamedTuple):
    """Whom an indicator counts; not `public` where they are people, of whom nothing but counts leaves the checkout.

    `is_recorded` says whether one of them has what all dates rest on. Where nobody has, the content is of a time before
    that was written down: there are no figures, for the reason `unrecorded`.
    """

    id: Literal["product", "member"]
    unit: Text
    of: Callable[[Portfolio], Sequence[Product | Member]]
    public: bool
    is_recorded: Callable[[Any], bool]
    unrecorded: Text


PRODUCTS = Subject(
    "product",
    Text("produits", "products"),
    lambda portfolio: portfolio.products,
    public=True,
    is_recorded=lambda product: bool(product.phases),
    unrecorded=Text("Aucune fiche de produit n'a encore de phases.", "No product's file has phases yet."),
)
MEMBERS = Subject(
    "member",
    Text("personnes", "people"),
    lambda portfolio: portfolio.members,
    public=False,
    is_recorded=lambda member: bool(member.missions),
    unrecorded=Text("Aucune fiche de membre n'a encore de missions.", "No member's file has missions yet."),
)


class Definition(NamedTuple):
    """One method: its words, and the function that answers for one product or member.

    `by_cohort`: its years are those of an evaluation (Terms.cohort) and stay open until that is over.
    """

    words: Text
    date: Callable[[Any, Terms], Dating]
    by_cohort: bool = False

    def open_from(self, terms: Terms) -> int:
        """Return the first year to which something can still be added."""
        return terms.cohort.year(terms.as_of) if self.by_cohort else terms.as_of.year


class Indicator(NamedTuple):
    """One indicator; `counted` starts « … en 2025 : 6 ».

    `programme` is our reading of the programme's own words, `site` what the site's stats.js draws, else the same.
    Before `first_year` files do not cover it, and `note` says why; both are defaults. Texts may name the parameters in
    force (Terms.fill).
    """

    id: str
    subject: Subject
    title: Text
    counted: Text
    programme: Definition
    site: Definition | None = None
    first_year: int | None = None
    note: Text | None = None

    def by(self, method: Method) -> Definition:
        """Return the definition of a method."""
        return self.site or self.programme if method == "site" else self.programme

    def description(self, method: Method, terms: Terms) -> Text:
        """Say what a method counts; without months of evaluation a cohort's year is the event's, as in `site`."""
        plain_year = self.by(method).by_cohort and not terms.cohort.last_month
        return terms.fill(self.by("site" if plain_year else method).words)
