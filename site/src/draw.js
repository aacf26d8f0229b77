// A chart of charts.js → Chart.js on a canvas. Only the parts of Chart.js named here are in the bundle.

import {
  BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip,
} from "chart.js";
import { totalOf } from "./charts.js";
import { counts } from "./counts.js";
import { cut, number, share, wrapped } from "./format.js";
import { dash, readPalette, stripes, textured } from "./palette.js";
import { tooltipOf } from "./tooltip.js";

Chart.register(
  BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip,
);

/** What is not known or not met is striped, one way and the other; what is partly met, or says nothing, is lighter. */
const STRIPED = { unknown: 1, unmet: -1 };
/** What lies on a colour so that the pieces of a stack are told apart without it. */
const TEXTURES = { 1: "levels", 2: "dots", partly: "levels", undeclared: "dots" };
const NARROW = 480;
/** The most characters of a line of a name beside an axis, and of a word of the legend. */
const LABEL = { narrow: 16, wide: 30 };
const LEGEND = { narrow: 36, wide: 60 };

/** Draw, and return Chart.js's object. `names(series, bar)` gives the titles of the products behind a bar, both by their
 * places, and `onPick(series, bar)` is called for one that has any. */
export function draw(canvas, chart, { names, onPick }) {
  const palette = readPalette(canvas);
  Chart.defaults.font.family = palette.font;
  const isNarrow = canvas.parentElement.clientWidth < NARROW;
  return new Chart(canvas, {
    type: "bar",
    plugins: [counts(chart, palette)],
    data: { labels: chart.labels, datasets: chart.series.map((series) => dataset(chart, series, palette, isNarrow)) },
    options: {
      indexAxis: chart.horizontal ? "y" : "x",
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      interaction: { mode: "nearest", intersect: true },
      scales: axes(chart, palette, isNarrow),
      onClick: (_event, [bar]) => bar && onPick(bar.datasetIndex, bar.index),
      onHover: (event, [bar]) => {
        event.native.target.style.cursor = bar && names(bar.datasetIndex, bar.index).length ? "pointer" : "";
      },
      plugins: {
        legend: {
          display: chart.series.length > 1,
          align: "start",
          onClick: null,
          labels: { color: palette.text, usePointStyle: true, boxHeight: 8, padding: 16, generateLabels: legend(palette) },
        },
        tooltip: { backgroundColor: "#161616f2", padding: 10, callbacks: tooltipOf(chart, names) },
      },
    },
  });
}

function dataset(chart, series, palette, isNarrow) {
  if (series.role !== "bar") return mark(series, palette, isNarrow);
  const colour = palette.fill(series.colour);
  const striped = stripes(colour, palette.background, STRIPED[series.colour]);
  const plain = series.colour in STRIPED ? striped : textured(colour, palette.background, textureOf(chart, series));
  return {
    label: series.label,
    data: chart.shares ? series.values.map((value, index) => shareOf(chart, value, index)) : series.values,
    backgroundColor: chart.open?.some(Boolean) ? chart.open.map((open) => (open ? striped : plain)) : plain,
    // A rim of the page's colour parts what is stacked; stripes keep a rim of their own.
    borderColor: chart.stacked && !(series.colour in STRIPED) ? palette.background : colour,
    borderWidth: 1,
    pointStyle: "rect",
    order: 1,
    maxBarThickness: 48,
  };
}

const textureOf = (chart, series) => chart.stacked && TEXTURES[series.colour];

/** The first target is an open dash, the revised one a full dash that fits into it, both at once a sign of equality, a
 * published figure a diamond: told apart by their form, on any bar. */
function mark(series, palette, isNarrow) {
  const forms = {
    initial: { pointStyle: dash(palette, isNarrow ? 20 : 40, "open") },
    revised: { pointStyle: dash(palette, isNarrow ? 14 : 30) },
    equal: { pointStyle: dash(palette, isNarrow ? 18 : 36, "equal") },
    published: { pointStyle: "rectRot", pointRadius: isNarrow ? 4 : 6, pointHoverRadius: 8, pointBorderWidth: 2 },
  };
  return {
    type: "line",
    label: series.label,
    data: series.values,
    showLine: false,
    borderColor: series.role === "published" ? palette.published : palette.target,
    backgroundColor: palette.background,
    order: { published: -2, revised: -1, equal: -1, initial: 0 }[series.role],
    ...forms[series.role],
  };
}

/** A bar that is a share of its phase, and knows the count it stands for. */
const shareOf = (chart, count, index) => ({ x: count / totalOf(chart, index), y: chart.labels[index], count });

function axes(chart, palette, isNarrow) {
  const names = wrapped(chart.labels, isNarrow ? LABEL.narrow : LABEL.wide);
  const values = {
    beginAtZero: true,
    ...(chart.shares ? { max: 1 } : { grace: "6%" }),
    stacked: Boolean(chart.stacked),
    grid: { color: palette.grid },
    border: { display: false },
    ticks: chart.shares
      ? { color: palette.text, stepSize: 0.25, callback: (value) => share(value, 1) }
      : { color: palette.text, precision: 0, maxTicksLimit: 6, callback: (value) => number(value) },
  };
  const labels = {
    stacked: Boolean(chart.stacked),
    grid: { display: false },
    // Its place in the list says which name a tick has: Chart.js asks for it by that.
    ticks: { color: palette.text, autoSkip: !chart.horizontal, callback: (place) => names[place] },
  };
  return chart.horizontal ? { x: values, y: labels } : { x: labels, y: values };
}

/** The legend's words as Chart.js has them, in the order of the series; a dash as wide as on the bars would touch its
 * word. */
const legend = (palette) => (drawn) =>
  Chart.defaults.plugins.legend.labels
    .generateLabels(drawn)
    .sort((one, other) => one.datasetIndex - other.datasetIndex)
    .map((label) => ({
      ...label,
      text: cut(label.text, drawn.width < NARROW ? LEGEND.narrow : LEGEND.wide),
      pointStyle: label.pointStyle instanceof HTMLCanvasElement ? dash(palette, 14, label.pointStyle.dataset.form) : label.pointStyle,
    }));
