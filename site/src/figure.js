// One figure of the page: its table becomes a chart, with the buttons to go back to the table and to take it away.

import { chartOf, hasFigures } from "./charts.js";
import { completeCitation } from "./cite.js";
import { toCsv } from "./csv.js";
import { addressOf, BUTTON, button, copy, element, saveCsv } from "./dom.js";
import { savePicture } from "./picture.js";
import { makeProductList, productButtons } from "./product-list.js";
import { behind } from "./products.js";
import { readTable } from "./table.js";
import { rowsOf } from "./tidy.js";

const ROW_HEIGHT = 34;
const LONG_LEGEND = 4;

/** Make a <figure data-stats-chart> interactive; returns {draw, redraw} or null when there is nothing to draw.
 * `indexNow` gives the index of products, of nobody until they are read; `later` adds jobs behind those that read them;
 * `draw` is draw.js's, which is made ready in a task of its own; `onDrawn` gets the canvas and Chart.js's object each
 * time there is a new one; redraw() does nothing before draw(). */
export function enhance(figure, { indexNow, later, draw, onDrawn }) {
  const { statsChart: kind, statsOf: of, statsLists: lists } = figure.dataset;
  const parts = partsOf(figure);
  const chart = chartOf(kind, readTable(parts.table));
  const tools = element("div", { class: "stats-tools" });
  tools.append(download("Données (CSV)", parts, () => saveCsv(toCsv(rowsOf(parts.table)), parts.name)));
  tools.append(named("Copier le lien", parts, () => copyLink(figure.id)));
  parts.canvasBox.before(tools);
  completeCitation(figure.querySelector(".stats-cite"), { id: figure.id, ...parts }, (label, onClick) => named(label, parts, onClick));
  const list = makeProductList(() => tools.querySelector("[aria-pressed=true]") ?? tools.lastElementChild);
  parts.canvasBox.after(list.box);
  const membersOf = (series, key, counted) => behind(indexNow(), { of, lists }, { series, key, counted });
  if (lists !== undefined) later(...productButtons(parts.table, membersOf, list.open));
  if (chart === null || !hasFigures(chart)) return null;
  const drawer = drawerOf(parts, chart, { membersOf: lists === undefined ? () => [] : membersOf, list, draw, onDrawn });
  sizeFor(parts.canvasBox, chart);
  // What was put away has no size, and may have been drawn in that time: it is drawn again when it is back.
  const { buttons, show } = toggles(parts, drawer.redraw);
  tools.prepend(...buttons);
  tools.append(download("Image (PNG)", parts, () => {
    const wasPutAway = parts.canvasBox.hidden;
    show(true);
    drawer.draw();
    savePicture(parts.canvas, parts.name, parts.title, parts.source);
    show(!wasPutAway);
  }));
  return drawer;
}

function drawerOf({ canvas, table }, chart, { membersOf, list, draw, onDrawn }) {
  const counted = countedIn(table);
  const at = (series, bar) => {
    const { key, role } = chart.series[series];
    return role === "bar" ? membersOf(key, chart.keys[bar], counted.get(chart.keys[bar])) : [];
  };
  const onPick = (series, bar) => {
    const products = at(series, bar);
    if (products.length) list.open(headingOf(chart, chart.series[series], bar), products);
  };
  let drawn = null;
  const drawAnew = () => {
    drawn?.destroy();
    drawn = draw(canvas, chart, { names: (series, bar) => at(series, bar).map(({ title }) => title), onPick });
    onDrawn(canvas, drawn);
  };
  return { draw: () => drawn ?? drawAnew(), redraw: () => drawn && drawAnew() };
}

/** The places of the products that a row counts, by its key. */
const countedIn = (table) =>
  new Map(
    [...table.querySelectorAll("[data-stats-counted]")].map((cell) => [
      cell.parentElement.dataset.statsKey,
      cell.dataset.statsCounted,
    ]),
  );

const partsOf = (figure) => ({
  canvas: figure.querySelector("canvas"),
  canvasBox: figure.querySelector(".stats-canvas"),
  tableBox: figure.querySelector(".stats-table"),
  table: figure.querySelector("table"),
  title: figure.querySelector(".stats-title").textContent.trim(),
  source: figure.querySelector(".stats-source > span").textContent.replace(/\s+/g, " ").trim(),
  name: figure.querySelector("canvas").id,
});

/** The address of a figure, into the clipboard where the browser lets it, and into the address bar anyway. */
function copyLink(id) {
  history.replaceState(null, "", `#${id}`);
  copy(addressOf(id));
}

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

const headingOf = (chart, series, index) =>
  series.key === "value" ? chart.labels[index] : `${chart.labels[index]}, ${series.label}`;
