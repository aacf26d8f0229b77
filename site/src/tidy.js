// A figure's table → rows for a spreadsheet, tidy: one fact a cell, numbers alone, nothing where there is no value, and
// no row that sums up the others.

import { isoMonth } from "./format.js";
import { ownText, plain, smallText } from "./table.js";

const NO_VALUE = new Set(["–", "sans objet"]);
/** What a share counts where its table says nothing else. */
const PART = "respecté";
const RATE = /^(\d+) sur (\d+)(?:, (\d+) inconnus?)?$/;
const PER_CENT = /^(\d+)\s%$/;

/** A table's cells as text and numbers, headings first. */
export const rowsOf = (table) =>
  tidy(
    [...(table.tHead?.rows[0]?.cells ?? [])].map(ownText),
    [...(table.tBodies[0]?.rows ?? [])].filter((row) => row.cells[0].tagName === "TH").map((row) => ({
      key: row.dataset.statsKey,
      open: row.dataset.statsOpen !== undefined,
      cells: [...row.cells].map((cell) => ({ text: ownText(cell), small: smallText(cell) })),
    })),
    table.dataset.statsPart,
  );

/** Headings and rows of {key, open, cells: {text, small}} → rows. A share is parted into itself, what it counts (in a
 * word) and of how many; a year, into its number, whether it is over, and what is noted of it. Pure. */
export function tidy(headings, rows, counted = PART) {
  const columns = headings.flatMap((heading, at) => columnsOf(heading, rows.map(({ cells }) => cells[at]), at));
  if (headings[0] === "Année") columns.push(["Année terminée", ...rows.map(({ open }) => (open ? "non" : "oui"))]);
  const notes = rows.map(({ cells }) => cells[0].small || null);
  if (notes.some(Boolean)) columns.push(["Note", ...notes]);
  return [headings, ...rows].map((_, of) => columns.map((column) => column[of]));

  function columnsOf(heading, cells, at) {
    if (at === 0) return [[heading, ...cells.map(({ text }, of) => nameOf(heading, text, rows[of]))]];
    const rates = cells.map(({ small }) => RATE.exec(small));
    const values = cells.map(({ text }) => valueIn(text));
    const isShare = cells.some(({ text }) => PER_CENT.test(text));
    const first = [isShare ? `${heading} (%)` : heading, ...values];
    if (!rates.some(Boolean)) return [first];
    const part = (name, index, without) => [`${heading} : ${name}`, ...rates.map((rate) => (rate ? Number(rate[index] ?? without) : null))];
    const unknown = counted === PART ? [part("inconnu", 3, 0)] : []; // what files say is known of all
    return [first, part(counted, 1), part("produits concernés", 2), ...unknown];
  }
}

function nameOf(heading, text, { key }) {
  if (heading === "Année") return Number(key ?? text);
  if (heading === "Mois") return isoMonth(text) ?? text;
  return text;
}

function valueIn(text) {
  if (NO_VALUE.has(text)) return null;
  const share = PER_CENT.exec(text);
  return share ? Number(share[1]) : plain(text);
}
