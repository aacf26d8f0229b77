// The products, as the rows of the page's last table tell them, and who of them is behind a figure.

import { isoDay } from "./format.js";
import { ownText } from "./table.js";

const SINCE = ", depuis le ";
/** So many rows are read in a few milliseconds, also on a phone. */
const PIECE = 60;

/** Returns {products, jobs, areAllRead}: jobs that fill the list, in the order of the rows, with
 * {id, title, url, phase, incubators, standards: {id: verdict}, row}. Where one fails, not all are read: a product's place
 * says which it is, so that those that are read are of no use then. */
export function readProducts(table) {
  const products = [];
  if (table === null) return { products, jobs: [], areAllRead: () => true };
  const read = readerOf(table);
  const rows = [...table.tBodies[0].rows].filter((row) => row.dataset.statsProduct !== undefined);
  const starts = Array.from({ length: Math.ceil(rows.length / PIECE) }, (_, of) => of * PIECE);
  const jobs = starts.map((start) => () => products.push(...rows.slice(start, start + PIECE).map(read)));
  return { products, jobs, areAllRead: () => products.length === rows.length };
}

function readerOf(table) {
  const standards = standardsOf(table);
  const [phases, incubators] = ["phase", "incubateur"].map(choicesOf);
  return (row) => ({
    title: row.querySelector("bdi").textContent,
    ...addressIn(row),
    phase: phases.get(ownText(row.cells[1])) ?? "",
    incubators: [...row.cells[0].querySelectorAll("small")].map((small) => incubators.get(ownText(small))),
    standards: Object.fromEntries(
      [...row.cells].slice(2).map((cell, of) => [standards[of], verdictIn(cell)]).filter(([, verdict]) => verdict),
    ),
    row,
  });
}

/** A product's address, and its id: what its row gives, or what its address ends with. */
function addressIn(row) {
  const url = row.querySelector("a")?.getAttribute("href") ?? null;
  return { url, id: row.dataset.statsProduct || idIn(url ?? "") };
}

/** « /startups/mon.produit.html » → « mon.produit », as gaps.html has it. */
export const idIn = (url) => (url.split("/").filter(Boolean).at(-1) ?? "").replaceAll(".html", "");

/** The ids that a choice of the table's form offers, by their words: rows say the words alone. */
const choicesOf = (name) =>
  new Map([...document.querySelectorAll(`#stats-${name} option`)].map((option) => [ownText(option), option.value]));

/** The ids of the standards in the order of their columns. */
export const standardsOf = (table) =>
  [...table.tHead.querySelectorAll("[data-stats-sort]")].slice(2).map((cell) => cell.dataset.statsSort);

const verdictIn = (cell) => /^stats-(met|unmet|undeclared|unknown)$/.exec(cell.className)?.[1];

/** « 3,1,4 » → 3, 4, 8: places, each but the first by how far it is from the one before. */
export function placesIn(counted) {
  let place = 0;
  return counted.split(",").map((step) => (place += Number(step)));
}

/** The products as figures ask for them, cell by cell: {all, inPhase, hostedBy, launchedIn}, the last three functions.
 * `launches` gives, for each year, the cell of the launches' own figure that counts them: [year, « 3,1,4 »]. */
export function indexOf(products, launches) {
  const years = new Map(launches.map(([year, counted]) => [year, new Set(counted && placesIn(counted).map((place) => products[place]))]));
  return {
    all: products,
    inPhase: grouped(products, ({ phase }) => [phase]),
    hostedBy: grouped(products, ({ incubators }) => incubators),
    launchedIn: (year) => years.get(year) ?? new Set(),
  };
}

/** Returns a function that gives the products of a group: each product has the names of its own. */
function grouped(products, namesOf) {
  const groups = new Map();
  for (const product of products) {
    for (const name of new Set(namesOf(product))) {
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(product);
    }
  }
  return (name) => groups.get(name) ?? [];
}

/** The years of the launches' own figure, each with the places of the products that it counts. */
export const readLaunches = () =>
  [...document.querySelectorAll("#figure-product_launch tbody tr")].map((row) => [
    row.dataset.statsKey,
    row.querySelector("[data-stats-counted]")?.dataset.statsCounted,
  ]);

/** The products behind a cell of a figure: those it counts, by their place; else those that its row and column name. */
export function behind(index, { lists, of }, { series, key, counted }) {
  if (counted !== undefined) return placesIn(counted).map((place) => index.all[place]).filter(Boolean);
  return LISTS[lists]?.(index, series, key, of) ?? [];
}

const LISTS = {
  phase: (index, _series, phase) => index.inPhase(phase),
  standard: (index, verdict, phase, of) => index.inPhase(phase).filter(({ standards }) => standards[of] === verdict),
  phases: (index, phase, incubator) => index.hostedBy(incubator).filter((product) => product.phase === phase),
  launches: (index, year, incubator) => index.hostedBy(incubator).filter((product) => index.launchedIn(year).has(product)),
};

/** A row of the table as cells of a CSV: the name, the id, the phase, since when, the incubators; of each standard its
 * verdict, why (where the row does not say it, the usual reason of the table's dataset), and since when that is known. */
export function cellsOf({ id, row }, usual) {
  const [name, phase, ...verdicts] = row.cells;
  const small = (cell) => cell?.querySelector("small")?.textContent.trim() ?? "";
  const since = isoDay(small(phase).replace(/^depuis le /, ""));
  const told = verdicts.flatMap((cell) => {
    const [reason, day] = small(cell).split(SINCE);
    const unsaid = { met: usual.statsMet, undeclared: usual.statsUndeclared }[verdictIn(cell)];
    return [ownText(cell).toLowerCase(), reason || unsaid || null, day ? isoDay(day) : null];
  });
  const incubators = [...name.querySelectorAll("small")].map(ownText).join(", ");
  return [name.querySelector("bdi").textContent, id, ownText(phase), since, incubators, ...told];
}
