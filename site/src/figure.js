// One figure of the page: its table becomes a chart, with the buttons to go back to the table and to take it away.

import { chartOf, hasFigures } from "./charts.js";
import { toCsv } from "./csv.js";
import { localAddress } from "./document.js";
import { BUTTON, button, element, saveCsv } from "./dom.js";
import { draw } from "./draw.js";
import { count } from "./format.js";
import { savePicture } from "./picture.js";

const ROW_HEIGHT = 34;
const LONG_LEGEND = 4;

/** Make a <figure data-stats-chart> interactive; returns {draw, redraw} or null when there is nothing to draw.
 * `onDrawn` gets the canvas and Chart.js's object each time there is a new one; redraw() does nothing before draw(). */
export function enhance(figure, figures, productOf, onDrawn) {
  const { statsChart: kind, statsOf: id } = figure.dataset;
  const chart = chartOf(figures, kind, id);
  const parts = partsOf(figure);
  const tools = element("div", { class: "stats-tools" });
  tools.append(download("Données (CSV)", parts, () => saveCsv(toCsv(rowsOf(parts.table)), parts.name)));
  parts.canvasBox.before(tools);
  if (chart === null || !hasFigures(chart)) return null;
  const picked = element("div", { class: "stats-picked", hidden: true });
  parts.canvasBox.after(picked);
  const list = (heading, ids, opener) => showProducts(picked, heading, ids.map(productOf), opener);
  const pick = (series, index) =>
    chart.members && list(headingOf(chart, series, index), chart.members(series.key, chart.keys[index]));
  const names = (ids) => ids.map((member) => productOf(member).title);
  let drawn = null;
  const drawAnew = () => {
    drawn?.destroy();
    drawn = draw(parts.canvas, chart, { names, onPick: pick });
    onDrawn(parts.canvas, drawn);
  };
  const drawOnce = () => drawn ?? drawAnew();
  const redraw = () => drawn && drawAnew();
  sizeFor(parts.canvasBox, chart);
  if (chart.note) parts.canvasBox.before(element("p", { class: "stats-note" }, chart.note));
  if (chart.members) addProductButtons(parts.table, chart.members, list);
  // What was put away has no size, and may have been drawn in that time: it is drawn again when it is back.
  const { buttons, show } = toggles(parts, redraw);
  tools.prepend(...buttons);
  tools.append(download("Image (PNG)", parts, () => {
    const wasPutAway = parts.canvasBox.hidden;
    show(true);
    drawOnce();
    savePicture(parts.canvas, parts.name, parts.title, parts.source);
    show(!wasPutAway);
  }));
  return { draw: drawOnce, redraw };
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

/** A button that says of which figure it is to those who meet it alone. */
const named = (label, { title }, onClick) => button(label, onClick, { "aria-label": `${label} : ${title}` });

const download = (label, { title }, onClick) =>
  button(label, onClick, { class: `${BUTTON} stats-download`, "aria-label": `${label}, à télécharger : ${title}` });

/** Two buttons of which one is pressed: the chart, or the table. */
function toggles(parts, onChartBack) {
  const { canvasBox, tableBox } = parts;
  const show = (isChart) => {
    const isBack = isChart && canvasBox.hidden;
    canvasBox.hidden = !isChart;
    tableBox.classList.toggle("stats-table--put-away", isChart);
    chartButton.setAttribute("aria-pressed", String(isChart));
    tableButton.setAttribute("aria-pressed", String(!isChart));
    if (isBack) onChartBack();
  };
  const chartButton = named("Graphique", parts, () => show(true));
  const tableButton = named("Tableau", parts, () => show(false));
  show(true);
  return { buttons: [chartButton, tableButton], show };
}

/** Bars that lie down need a height of their own, or two hundred of them would be one grey line; a long legend too. */
function sizeFor(box, chart) {
  if (chart.horizontal) box.style.height = `${Math.max(180, chart.labels.length * ROW_HEIGHT + 90)}px`;
  else if (chart.series.length > LONG_LEGEND) box.classList.add("stats-canvas--high");
}

/** In the table, the figures that stand for products open their list, so that no mouse is needed for it. */
function addProductButtons(table, members, list) {
  for (const cell of table.querySelectorAll("[data-stats-key]")) {
    const { statsSeries: series, statsKey: key } = cell.dataset;
    const ids = members(series, key);
    if (!ids.length) continue;
    const row = cell.parentElement.cells[0].textContent.trim();
    const heading = series === "value" ? row : `${row}, ${table.tHead.rows[0].cells[cell.cellIndex].textContent.trim()}`;
    const value = cell.textContent.trim();
    const label = { class: "stats-open", "aria-label": `${value} : voir la liste, ${heading}` };
    const opener = button(value, () => list(heading, ids, opener), label);
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
  const items = products.map((product) => element("li", {}, linked(product)));
  box.replaceChildren(title, element("ul", {}, ...items), close);
  box.hidden = false;
  if (opener) title.focus();
}

/** A product's name, as a link when the portfolio still has its page; <bdi> keeps other scripts in their place. */
function linked({ title, url }) {
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
