// The gaps table: which products are shown, in which order, and how that is written in the address. Pure.

import { folded } from "./format.js";

export const NOT_APPLICABLE = "not-applicable";
/** The filters as they stand in the address, in the words of the page. */
export const NO_FILTER = Object.freeze({ phase: "", incubateur: "", standard: "", verdict: "", q: "", tri: "" });
const BY_GAPS = ["unmet", "undeclared", "unknown", "met", NOT_APPLICABLE];

export const verdictOf = (product, standard) => product.standards[standard] ?? NOT_APPLICABLE;

/** Say whether a product is shown: every filter must agree, and all words searched must be in its name. */
export function matches(product, filters, standards) {
  if (filters.phase && product.phase !== filters.phase) return false;
  if (filters.incubateur && !product.incubators.includes(filters.incubateur)) return false;
  if (!matchesVerdict(product, filters, standards)) return false;
  if (!filters.q) return true;
  const words = folded(filters.q).split(/\s+/).filter(Boolean);
  const named = folded(`${product.title} ${product.id}`);
  return words.every((word) => named.includes(word));
}

/** A verdict asked for is that of the standard asked for, else of any; a standard alone shows what it applies to. */
function matchesVerdict(product, { standard, verdict }, standards) {
  if (!verdict) return !standard || verdictOf(product, standard) !== NOT_APPLICABLE;
  return (standard ? [standard] : standards).some((id) => verdictOf(product, id) === verdict);
}

/** Order products by « produit », « phase », a standard's id, and the same with « - » before it for the reverse. */
export function inOrder(products, sort, phaseOrder) {
  const key = sort.replace(/^-/, "");
  if (!key) return products;
  const rank = {
    produit: () => 0,
    phase: (product) => phaseOrder.indexOf(product.phase),
  }[key] ?? ((product) => BY_GAPS.indexOf(verdictOf(product, key)));
  const byTitle = new Intl.Collator("fr", { sensitivity: "base", numeric: true });
  const sorted = products
    .map((product) => ({ product, rank: rank(product) }))
    .sort((one, other) => one.rank - other.rank || byTitle.compare(one.product.title, other.product.title))
    .map(({ product }) => product);
  return sort.startsWith("-") ? sorted.reverse() : sorted;
}

/** Read the filters from an address's query; a value that the page does not offer is left out. */
export function fromQuery(query, offered) {
  const asked = new URLSearchParams(query);
  return Object.fromEntries(
    Object.keys(NO_FILTER).map((name) => {
      const value = (asked.get(name) ?? "").slice(0, 200);
      return [name, !offered[name] || offered[name].includes(value) ? value : ""];
    }),
  );
}

/** Write the filters into a query beside what else it holds; empty ones leave it. */
export function toQuery(query, filters) {
  const kept = new URLSearchParams(query);
  for (const [name, value] of Object.entries(filters)) {
    if (value) kept.set(name, value);
    else kept.delete(name);
  }
  const written = kept.toString();
  return written && `?${written}`;
}
