// What is said when the pointer is on a bar: its figure, its share, the products behind it.

import { totalOf } from "./charts.js";
import { cut, number, share } from "./format.js";

const NAMED = 12;
const RUNNING = " (année en cours)";

/** Chart.js's callbacks; `names(ids)` gives titles, and no line has more than `most` characters. */
export const tooltipOf = (chart, names, most) => ({
  title: ([item]) => cut(item.label + (chart.unfinished?.[item.dataIndex] ? RUNNING : ""), most),
  label: (item) => {
    const figure = figureOf(chart, item);
    return `${cut(item.dataset.label, most - figure.length)} : ${figure}`;
  },
  afterBody: ([item]) => {
    const series = chart.series[item.datasetIndex];
    if (!chart.members || series.role !== "bar") return [];
    const all = names(chart.members(series.key, chart.keys[item.dataIndex]));
    const more = all.length - NAMED;
    const shown = all.slice(0, NAMED).map((name) => cut(name, most));
    return more > 0 ? [...shown, `et ${number(more)} de plus (cliquez pour la liste)`] : shown;
  },
});

function figureOf(chart, { raw, dataIndex }) {
  if (!chart.shares) return number(raw);
  const total = totalOf(chart, dataIndex);
  return `${number(raw.count)} sur ${number(total)} (${share(raw.count, total)})`;
}
