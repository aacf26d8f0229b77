// One figure of the page: its table becomes a chart, with the buttons to go back to the table and to take it away.

import { chartOf, hasFigures } from "./charts.js";
import { toCsv } from "./csv.js";
import { localAddress } from "./document.js";
import { button, element, saveCsv } from "./dom.js";
import { draw } from "./draw.js";
import { count } from "./format.js";
import { savePicture } from "./picture.js";

const ROW_HEIGHT = 34;

/** Make a <figure data-stats-chart> interactive; returns {canvas, draw, redraw} or null when there is nothing to draw. */
export function enhance(figure, figures, productOf) {
  const { statsChart: kind, statsOf: id } = figure.dataset;
  const chart = chartOf(figures, kind, id);
  const parts = partsOf(figure);
  const tools = element("div", { class: "stats-tools" });
  tools.append(button("Télécharger le tableau (CSV)", () => saveCsv(toCsv(rowsOf(parts.table)), parts.name)));
  parts.canvasBox.before(tools);
  if (chart === null || !hasFigures(chart)) return null;
  const picked = element("div", { class: "stats-picked", hidden: true });
  parts.canvasBox.after(picked);
  const pick = (series, index, opener) =>
    chart.members && showProducts(picked, headingOf(chart, series, index), chart.members(series, index).map(productOf), opener);
  const names = (ids) => ids.map((member) => productOf(member).title);
  let drawn = null;
  const redraw = () => {
    drawn?.destroy();
    drawn = draw(parts.canvas, chart, { names, onPick: pick });
    return drawn;
  };
  sizeFor(parts.canvasBox, chart);
  if (chart.note) parts.canvasBox.before(element("p", { class: "stats-note" }, chart.note));
  addProductButtons(figure, chart, pick);
  const { buttons, show } = toggles(parts);
  tools.prepend(...buttons);
  tools.append(button("Télécharger l'image (PNG)", () => {
    show(true); // what is put away has no size to be painted in
    (drawn ?? redraw()).resize();
    savePicture(parts.canvas, parts.name, parts.title, parts.source);
  }));
  return { canvas: parts.canvas, draw: () => drawn ?? redraw(), redraw };
}

const partsOf = (figure) => ({
  canvas: figure.querySelector("canvas"),
  canvasBox: figure.querySelector(".stats-canvas"),
  tableBox: figure.querySelector(".stats-table"),
  table: figure.querySelector("table"),
  title: figure.querySelector(".stats-title").textContent.trim(),
  source: figure.querySelector(".stats-source").textContent.replace(/\s+/g, " ").trim(),
  name: figure.querySelector("canvas").id,
});

/** Two buttons of which one is pressed: the chart, or the table. */
function toggles({ canvasBox, tableBox, title }) {
  const show = (isChart) => {
    canvasBox.hidden = !isChart;
    tableBox.classList.toggle("stats-table--put-away", isChart);
    chartButton.setAttribute("aria-pressed", String(isChart));
    tableButton.setAttribute("aria-pressed", String(!isChart));
  };
  const label = (form) => ({ "aria-label": `${form} : ${title}` });
  const chartButton = button("Graphique", () => show(true), label("Graphique"));
  const tableButton = button("Tableau", () => show(false), label("Tableau"));
  show(true);
  return { buttons: [chartButton, tableButton], show };
}

/** Bars that lie down need a height of their own, or two hundred of them would be one grey line. */
function sizeFor(box, chart) {
  if (chart.horizontal) box.style.height = `${Math.max(180, chart.labels.length * ROW_HEIGHT + 90)}px`;
}

/** In the table, the figures that stand for products open their list, so that no mouse is needed for it. */
function addProductButtons(figure, chart, pick) {
  if (!chart.members) return;
  for (const cell of figure.querySelectorAll("[data-stats-bar]")) {
    const [series, ...key] = cell.dataset.statsBar.split(",");
    const index = chart.keys.indexOf(key.join(","));
    const bars = chart.series.find((each) => each.key === series);
    if (!bars?.values[index]) continue;
    const opener = button(cell.textContent.trim(), () => pick(bars, index, opener), {
      class: "stats-open",
      "aria-label": `${cell.textContent.trim()} : voir la liste, ${chart.labels[index]}`,
    });
    cell.replaceChildren(opener);
  }
}

const headingOf = (chart, series, index) =>
  series.key === "value" ? chart.labels[index] : `${chart.labels[index]}, ${series.label}`;

/** List products by name. Whoever opened it with a button is led to the list, and back to the button when it closes. */
function showProducts(box, heading, products, opener) {
  const title = element("p", { class: "stats-picked__title", tabindex: "-1" }, `${heading} : ${count(products.length, "produit")}`);
  const close = button("Fermer la liste", () => {
    box.hidden = true;
    opener?.focus();
  });
  const items = products.map((product) => element("li", {}, named(product)));
  box.replaceChildren(title, element("ul", {}, ...items), close);
  box.hidden = false;
  if (opener) title.focus();
}

/** A product's name, as a link when the portfolio still has its page; <bdi> keeps other scripts in their place. */
function named({ title, url }) {
  const address = localAddress(url);
  return address === null ? element("bdi", {}, title) : element("a", { href: address }, element("bdi", {}, title));
}

/** A table's cells as text and numbers, for the CSV. */
const rowsOf = (table) => [...table.rows].map((row) => [...row.cells].map((cell) => plain(cell.textContent)));

/** « 1 323 » → 1323; any other text in one line. */
function plain(text) {
  const line = text.replace(/\s+/g, " ").trim();
  return /^\d{1,3}([\s\u202f\u00a0]?\d{3})*$/.test(line) ? Number(line.replace(/\D/g, "")) : line;
}
