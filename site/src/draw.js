// A chart of charts.js → Chart.js on a canvas. Only the parts of Chart.js named here are in the bundle.

import {
  BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip,
} from "chart.js";
import { totalOf } from "./charts.js";
import { counts } from "./counts.js";
import { cut, inTwoLines, number, share } from "./format.js";
import { dash, readPalette, stripes, textured } from "./palette.js";
import { tooltipOf } from "./tooltip.js";

Chart.register(
  BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip,
);

const STRIPED = { unknown: 1, unmet: -1 };
/** What lies on a colour so that the pieces of a stack are told apart without it. */
const TEXTURES = { 1: "dots", 2: "uprights", 3: "levels", 4: "grid", 5: "dots", 6: "uprights", 7: "levels", partly: "dots", undeclared: "levels" };
const LINES = [[], [6, 3], [2, 3], [10, 3, 2, 3]];
const NARROW = 480;
/** The most characters of a name beside an axis, and in the legend. */
const LABEL = { narrow: 16, wide: 38 };
const LEGEND = { narrow: 24, wide: 38 };

/** Draw, and return Chart.js's object. `names(ids)` gives titles; `onPick(series, index)` is called for a bar. */
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
      scales: axes(chart, palette),
      onClick: (_event, [bar]) => opens(chart, bar) && onPick(chart.series[bar.datasetIndex], bar.index),
      onHover: (event, [bar]) => {
        event.native.target.style.cursor = opens(chart, bar) ? "pointer" : "";
      },
      plugins: {
        legend: {
          display: chart.series.length > 1,
          onClick: null,
          labels: { color: palette.text, usePointStyle: true, boxHeight: 8, padding: 16, generateLabels: legend(palette) },
        },
        tooltip: { backgroundColor: "#161616f2", padding: 10, callbacks: tooltipOf(chart, names) },
      },
    },
  });
}

/** Products stand behind a bar; behind a target or a published figure there is nothing to list. */
const opens = (chart, bar) => Boolean(bar && chart.members && chart.series[bar.datasetIndex].role === "bar");

function dataset(chart, series, palette, isNarrow) {
  if (series.role === "line") return line(series, palette);
  if (series.role !== "bar") return mark(series, palette, isNarrow);
  const colour = palette.fill(series.colour);
  const striped = stripes(colour, palette.background, STRIPED[series.colour]);
  const plain = series.colour in STRIPED ? striped : textured(colour, palette.background, textureOf(chart, series));
  return {
    label: series.label,
    data: chart.shares ? series.values.map((value, index) => shareOf(chart, value, index)) : series.values,
    backgroundColor: chart.unfinished ? chart.unfinished.map((open) => (open ? striped : plain)) : plain,
    // A rim of the page's colour parts what is stacked; stripes keep a rim of their own.
    borderColor: chart.stacked && !(series.colour in STRIPED) ? palette.background : colour,
    borderWidth: 1,
    pointStyle: "rect",
    order: 1,
    maxBarThickness: 48,
  };
}

const textureOf = (chart, series) => chart.stacked && TEXTURES[series.colour];

/** Lines are told apart by their dashes too. */
const line = (series, palette) => ({
  type: "line",
  label: series.label,
  data: series.values,
  borderColor: palette.fill(series.colour),
  backgroundColor: palette.fill(series.colour),
  borderDash: LINES[series.colour % LINES.length],
  borderWidth: 2,
  pointRadius: 2,
  pointStyle: "line",
});

/** A target is a dash, a published figure a diamond: told apart by their form, on any bar. */
function mark(series, palette, isNarrow) {
  const forms = {
    target: { pointStyle: dash(palette, isNarrow ? 14 : 30) },
    published: { pointStyle: "rectRot", pointRadius: isNarrow ? 4 : 6, pointHoverRadius: 8, pointBorderWidth: 2 },
  };
  return {
    type: "line",
    label: series.label,
    data: series.values,
    showLine: false,
    borderColor: palette[series.role],
    backgroundColor: palette.background,
    order: series.role === "published" ? -1 : 0,
    ...forms[series.role],
  };
}

/** A bar that is a share of its phase, and knows the count it stands for. */
const shareOf = (chart, count, index) => ({ x: count / totalOf(chart, index), y: chart.labels[index], count });

function axes(chart, palette) {
  const values = {
    beginAtZero: true,
    ...(chart.shares ? { max: 1 } : { grace: "6%" }),
    stacked: Boolean(chart.stacked),
    grid: { color: palette.grid },
    border: { display: false },
    ticks: chart.shares
      ? { color: palette.text, stepSize: 0.25, callback: (value) => share(value, 1) }
      : { color: palette.text, precision: 0, callback: (value) => number(value) },
  };
  const labels = {
    stacked: Boolean(chart.stacked),
    grid: { display: false },
    ticks: { color: palette.text, autoSkip: !chart.horizontal, callback: shortened },
  };
  return chart.horizontal ? { x: values, y: labels } : { x: labels, y: values };
}

/** A long name takes two lines on a narrow screen and is cut; the tooltip and the table have all of it. */
function shortened(value) {
  const label = this.getLabelForValue(value);
  return this.chart.width < NARROW ? inTwoLines(label, LABEL.narrow) : cut(label, LABEL.wide);
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
      pointStyle: label.pointStyle instanceof HTMLCanvasElement ? dash(palette, 14) : label.pointStyle,
    }));
