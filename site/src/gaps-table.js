// The gaps table on the page: the filters, the order and the address follow what the reader asks for.

import { toCsv } from "./csv.js";
import { button, element, saveCsv } from "./dom.js";
import { count } from "./format.js";
import { fromQuery, inOrder, matches, NO_FILTER, tableOf, toQuery } from "./gaps.js";

const NO_ROW = "Aucun produit ne répond à ces critères.";
const TYPING_PAUSE = 120;

/** Make the gaps table searchable; the section stays a plain table when it or its form is missing. */
export function enhanceGaps(section, figures) {
  const table = section.querySelector("table");
  const form = section.querySelector("form");
  const gaps = { section, table, form, figures, filters: { ...NO_FILTER }, sorted: NO_FILTER.tri };
  gaps.rows = new Map([...table.tBodies[0].rows].map((row) => [row.dataset.statsProduct, row]));
  gaps.products = (figures.products ?? []).filter((product) => gaps.rows.has(product.id));
  gaps.standards = Object.keys(figures.standards ?? {});
  gaps.phaseOrder = (figures.phases?.by_phase ?? []).map((row) => row.phase);
  gaps.status = section.querySelector("[role=status]");
  offerWhatThereIs(gaps);
  listen(gaps);
  form.hidden = false;
  readAddress(gaps);
}

/** Fill the choices from the headings and the figures, not by hand: they are right whatever the configuration says. */
function offerWhatThereIs(gaps) {
  const { figures, form, table } = gaps;
  const headings = [...table.tHead.querySelectorAll("[data-stats-sort]")];
  const standards = headings.map((cell) => [cell.dataset.statsSort, cell.textContent.trim()]).slice(2);
  const present = new Set(gaps.products.map((product) => product.phase));
  const phases = (figures.phases?.by_phase ?? []).filter((row) => present.has(row.phase));
  fill(form.elements.phase, phases.map((row) => [row.phase, row.title]));
  fill(form.elements.incubateur, byName(figures.incubators ?? []).map((each) => [each.incubator, `${each.title} (${each.incubator})`]));
  fill(form.elements.standard, standards);
  gaps.offered = Object.fromEntries(
    ["phase", "incubateur", "standard", "verdict"].map((name) => [name, [...form.elements[name].options].map((each) => each.value)]),
  );
  gaps.offered.tri = headings.flatMap((cell) => [cell.dataset.statsSort, `-${cell.dataset.statsSort}`]);
  for (const cell of headings) sortable(gaps, cell);
}

const byName = (incubators) => [...incubators].sort((one, other) => one.title.localeCompare(other.title, "fr"));

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
    saveCsv(toCsv(tableOf(shownInOrder(gaps), gaps.figures)), "produits-et-standards");
  });
  addEventListener("popstate", () => readAddress(gaps));
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
  const { filters, products, rows, standards } = gaps;
  let shown = 0;
  for (const product of products) {
    const isShown = matches(product, filters, standards);
    rows.get(product.id).hidden = !isShown;
    shown += isShown;
  }
  if (filters.tri !== gaps.sorted) sortRows(gaps);
  showColumns(gaps);
  gaps.status.textContent = shown ? `${count(shown, "produit")} sur ${products.length}` : NO_ROW;
}

/** In a body of their own: whoever looks through what is added to the page, as the DSFR's script does, gets one node and
 * not 662. */
function sortRows(gaps) {
  const { filters, products, rows, table } = gaps;
  gaps.sorted = filters.tri;
  const sorted = element("tbody");
  sorted.append(...inOrder(products, filters.tri, gaps.phaseOrder).map((product) => rows.get(product.id)));
  table.tBodies[0].replaceWith(sorted);
  for (const cell of table.tHead.querySelectorAll("[data-stats-sort]")) showOrder(cell, filters.tri);
}

function showOrder(cell, sort) {
  const key = cell.dataset.statsSort;
  if (sort.replace(/^-/, "") !== key || !sort) cell.removeAttribute("aria-sort");
  else cell.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
}

/** One standard asked for is one column: the class on the table hides the others by their number. */
function showColumns({ table, filters, offered }) {
  const chosen = offered.standard.indexOf(filters.standard);
  if (filters.standard) table.dataset.statsColumn = String(chosen);
  else delete table.dataset.statsColumn;
}
