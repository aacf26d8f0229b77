// One figure of the page: its table becomes a chart, with the buttons to go back to the table and to take it away.

import { chartOf, hasFigures } from "./charts.js";
import { rowsOf, toCsv } from "./csv.js";
import { BUTTON, button, element, saveCsv } from "./dom.js";
import { draw } from "./draw.js";
import { savePicture } from "./picture.js";
import { addProductButtons, makeProductList } from "./product-list.js";

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
  const list = makeProductList(productOf, () => tools.querySelector("[aria-pressed=true]"));
  parts.canvasBox.after(list.box);
  const drawer = drawerOf(parts.canvas, chart, { productOf, list, onDrawn });
  sizeFor(parts.canvasBox, chart);
  if (chart.note) parts.canvasBox.before(element("p", { class: "stats-note" }, chart.note));
  if (chart.members) addProductButtons(parts.table, chart.members, list.open);
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

function drawerOf(canvas, chart, { productOf, list, onDrawn }) {
  const names = (ids) => ids.map((member) => productOf(member).title);
  const onPick = (series, index) =>
    list.open(headingOf(chart, series, index), chart.members(series.key, chart.keys[index]));
  let drawn = null;
  const drawAnew = () => {
    drawn?.destroy();
    drawn = draw(canvas, chart, { names, onPick });
    onDrawn(canvas, drawn);
  };
  return { draw: () => drawn ?? drawAnew(), redraw: () => drawn && drawAnew() };
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

const headingOf = (chart, series, index) =>
  series.key === "value" ? chart.labels[index] : `${chart.labels[index]}, ${series.label}`;
