// A chart of charts.js → Chart.js on a canvas. Only the parts of Chart.js named here are in the bundle.

import {
  BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip,
} from "chart.js";
import { number, share } from "./format.js";
import { readPalette, stripes } from "./palette.js";

Chart.register(
  BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip,
);

const NAMED_IN_TOOLTIP = 12;
const STRIPED = { unknown: 1, unmet: -1 };
const MARKS = {
  target: { pointStyle: "line", pointRadius: 14, pointHoverRadius: 16, pointBorderWidth: 3 },
  published: { pointStyle: "rectRot", pointRadius: 6, pointHoverRadius: 8, pointBorderWidth: 2 },
};

/** Draw, and return Chart.js's object. `names(ids)` gives titles; `onPick(series, index)` is called for a bar. */
export function draw(canvas, chart, { names, onPick }) {
  const palette = readPalette(canvas);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return new Chart(canvas, {
    type: "bar",
    data: { labels: chart.labels, datasets: chart.series.map((series) => dataset(chart, series, palette)) },
    options: {
      indexAxis: chart.horizontal ? "y" : "x",
      responsive: true,
      maintainAspectRatio: false,
      animation: still ? false : { duration: 200 },
      font: { family: palette.font },
      interaction: { mode: "nearest", intersect: true },
      scales: axes(chart, palette),
      onClick: (_event, [bar]) => bar && onPick(chart.series[bar.datasetIndex], bar.index),
      onHover: (event, [bar]) => {
        event.native.target.style.cursor = bar && chart.members ? "pointer" : "";
      },
      plugins: {
        legend: {
          display: chart.series.length > 1,
          onClick: null,
          labels: { color: palette.text, usePointStyle: true, boxHeight: 8, padding: 16 },
        },
        tooltip: { callbacks: tooltipOf(chart, names) },
      },
    },
  });
}

function dataset(chart, series, palette) {
  if (series.role !== "bar") return mark(series, palette[series.role], palette);
  const colour = palette.fill(series.colour);
  const striped = stripes(colour, palette.background, STRIPED[series.colour]);
  const plain = series.colour in STRIPED ? striped : colour;
  return {
    label: series.label,
    data: series.values,
    backgroundColor: chart.unfinished ? chart.unfinished.map((open) => (open ? striped : plain)) : plain,
    borderColor: colour,
    borderWidth: 1,
    pointStyle: "rect",
    order: 1,
    maxBarThickness: 48,
  };
}

const mark = (series, colour, palette) => ({
  type: "line",
  label: series.label,
  data: series.values,
  showLine: false,
  borderColor: colour,
  backgroundColor: palette.background,
  order: 0,
  ...MARKS[series.role],
});

function axes(chart, palette) {
  const values = {
    beginAtZero: true,
    stacked: Boolean(chart.stacked),
    grid: { color: palette.grid },
    border: { display: false },
    ticks: { color: palette.text, precision: 0, callback: (value) => number(value) },
  };
  const labels = {
    stacked: Boolean(chart.stacked),
    grid: { display: false },
    ticks: { color: palette.text, autoSkip: !chart.horizontal, callback: shortened },
  };
  return chart.horizontal ? { x: values, y: labels } : { x: labels, y: values };
}

/** A long name is cut on the axis; the tooltip and the table have all of it. */
function shortened(value) {
  const label = this.getLabelForValue(value);
  const most = this.chart.width < 480 ? 16 : 38;
  const characters = [...label];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : label;
}

const tooltipOf = (chart, names) => ({
  title: ([item]) => item.label + (chart.unfinished?.[item.dataIndex] ? " (année en cours)" : ""),
  label: (item) => {
    const value = `${item.dataset.label} : ${number(item.raw)}`;
    if (!chart.shares) return value;
    const total = chart.series.reduce((sum, series) => sum + series.values[item.dataIndex], 0);
    return `${value} sur ${number(total)} (${share(item.raw, total)})`;
  },
  afterBody: ([item]) => {
    const series = chart.series[item.datasetIndex];
    if (!chart.members || series.role !== "bar") return [];
    const all = names(chart.members(series, item.dataIndex));
    const more = all.length - NAMED_IN_TOOLTIP;
    const shown = all.slice(0, NAMED_IN_TOOLTIP).map((name) => (name.length > 60 ? `${name.slice(0, 59)}…` : name));
    return more > 0 ? [...shown, `et ${number(more)} de plus (cliquez pour la liste)`] : shown;
  },
});
