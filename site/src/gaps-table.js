// The gaps table on the page: the filters, the order and the address follow what the reader asks for.

import { toCsv } from "./csv.js";
import { button, element, saveCsv } from "./dom.js";
import { count } from "./format.js";
import { fromQuery, inOrder, matches, NO_FILTER, toQuery } from "./gaps.js";
import { cellsOf, standardsOf } from "./products.js";

const NO_ROW = "Aucun produit ne répond à ces critères.";
const TYPING_PAUSE = 120;
/** So many rows are laid out within a frame or two, also on a phone. */
const PIECE = 60;

/** Make the gaps table searchable; its rows come and go in pieces, through the queue. */
export function enhanceGaps(section, products, queue) {
  const table = section.querySelector("table");
  const form = section.querySelector("form");
  const gaps = { table, form, products, queue, filters: { ...NO_FILTER }, shown: NO_FILTER, turn: 0 };
  gaps.standards = standardsOf(table);
  gaps.phaseOrder = [...form.elements.phase.options].map((option) => option.value);
  gaps.status = section.querySelector("[role=status]");
  offerWhatThereIs(gaps);
  listen(gaps);
  form.hidden = false;
  readAddress(gaps);
}

/** Offer the standards that the headings name, and no phase that no product is in. */
function offerWhatThereIs(gaps) {
  const { form, table } = gaps;
  const headings = [...table.tHead.querySelectorAll("[data-stats-sort]")];
  const present = new Set(gaps.products.map((product) => product.phase));
  for (const option of [...form.elements.phase.options].slice(1)) if (!present.has(option.value)) option.remove();
  fill(form.elements.standard, headings.slice(2).map((cell) => [cell.dataset.statsSort, cell.textContent.trim()]));
  gaps.offered = Object.fromEntries(
    ["phase", "incubateur", "standard", "verdict"].map((name) => [name, [...form.elements[name].options].map((each) => each.value)]),
  );
  gaps.offered.tri = headings.flatMap((cell) => [cell.dataset.statsSort, `-${cell.dataset.statsSort}`]);
  for (const cell of headings) sortable(gaps, cell);
}

const fill = (select, choices) =>
  select.append(...choices.map(([value, label]) => element("option", { value }, label)));

function sortable(gaps, cell) {
  const key = cell.dataset.statsSort;
  const label = cell.textContent.trim();
  const sort = button(label, () => change(gaps, { tri: gaps.filters.tri === key ? `-${key}` : key }), { class: "stats-sort" });
  cell.replaceChildren(sort);
}

function listen(gaps) {
  const { form } = gaps;
  let waiting;
  const read = () => {
    clearTimeout(waiting);
    const names = Object.keys(NO_FILTER).filter((name) => form.elements[name]);
    change(gaps, Object.fromEntries(names.map((name) => [name, form.elements[name].value])));
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(read, TYPING_PAUSE);
  });
  form.querySelector("[data-stats-reset]").addEventListener("click", () => {
    form.reset();
    change(gaps, { ...NO_FILTER });
  });
  form.querySelector("[data-stats-csv]").addEventListener("click", () => {
    read(); // what was just typed counts
    saveCsv(toCsv([headOf(gaps), ...shownInOrder(gaps).map((product) => cellsOf(product, gaps.table.dataset))]), "produits-et-standards");
  });
  addEventListener("popstate", () => readAddress(gaps));
}

/** The headings of the CSV: of each standard its verdict, why, and since when. */
function headOf({ form }) {
  const titles = [...form.elements.standard.options].slice(1).map((option) => option.textContent);
  const standards = titles.flatMap((title) => [title, `${title} : raison`, `${title} : depuis`]);
  return ["Produit", "Identifiant", "Phase", "Depuis", "Incubateurs", ...standards];
}

const shownInOrder = ({ products, filters, phaseOrder, standards }) =>
  inOrder(products.filter((product) => matches(product, filters, standards)), filters.tri, phaseOrder);

function readAddress(gaps) {
  gaps.filters = fromQuery(location.search, gaps.offered);
  for (const [name, value] of Object.entries(gaps.filters)) {
    if (gaps.form.elements[name]) gaps.form.elements[name].value = value;
  }
  show(gaps);
}

function change(gaps, asked) {
  gaps.filters = { ...gaps.filters, ...asked };
  history.replaceState(null, "", `${location.pathname}${toQuery(location.search, gaps.filters)}${location.hash}`);
  show(gaps);
}

function show(gaps) {
  const { filters, products, status, table } = gaps;
  const shown = shownInOrder(gaps);
  if (filters.standard !== gaps.shown.standard) showColumns(gaps);
  if (!sameFilters(filters, gaps.shown)) putRows(gaps, shown.map(({ row }) => row));
  for (const cell of table.tHead.querySelectorAll("[data-stats-sort]")) showOrder(cell, filters.tri);
  status.textContent = shown.length ? `${count(shown.length, "produit")} sur ${products.length}` : NO_ROW;
  gaps.shown = filters;
}

const sameFilters = (one, other) => Object.keys(NO_FILTER).every((name) => one[name] === other[name]);

/** The first rows are there at once, the others follow; each piece is a body of its own, one node for whoever observes
 * the page, as the DSFR's script does. A later turn ends an earlier one. */
function putRows(gaps, rows) {
  const { queue, table } = gaps;
  const turn = (gaps.turn += 1);
  [...table.tBodies].forEach((body) => body.remove());
  table.parentElement.scrollTop = 0; // what was asked for begins with its first row
  const pieces = Array.from({ length: Math.ceil(rows.length / PIECE) }, (_, of) => rows.slice(of * PIECE, (of + 1) * PIECE));
  const [first, ...others] = pieces.map((piece) => () => {
    if (turn !== gaps.turn) return;
    table.append(element("tbody", {}, ...piece));
    table.getBoundingClientRect(); // laid out now, so that the queue knows what the piece took
  });
  first?.();
  queue.add(...others);
}

function showOrder(cell, sort) {
  const key = cell.dataset.statsSort;
  if (sort.replace(/^-/, "") !== key || !sort) cell.removeAttribute("aria-sort");
  else cell.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
}

/** One standard asked for is one column: the class on the table hides the others by their number. */
function showColumns({ table, products, filters, offered }) {
  if (filters.standard) table.dataset.statsColumn = String(offered.standard.indexOf(filters.standard));
  else delete table.dataset.statsColumn;
  const columns = filters.standard ? 1 : offered.standard.length - 1; // the first choice is « all »
  for (const { row } of products) {
    const cell = row.querySelector(".stats-none--all");
    if (cell !== null) cell.colSpan = columns;
  }
}
