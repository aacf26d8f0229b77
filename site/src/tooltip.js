// What is said when the pointer is on a bar: its figure, its share, the products behind it.

import { totalOf } from "./charts.js";
import { cut, number, share } from "./format.js";

const RUNNING = " (année en cours)";
const NAMES = { fewest: 3, most: 12 };
const LONGEST = 60;
/** What a character and a line take, and what is around them: pixels. What is larger than the chart would be cut off. */
const CHARACTER = { width: 7.5, height: 17 };
const AROUND = { width: 40, height: 90 };

/** Chart.js's callbacks; `names(series, bar)` gives the titles of the products behind a bar, by their places.
 * All is cut to the chart as it is when it is shown. */
export const tooltipOf = (chart, names) => ({
  title: ([item]) => cut(item.label + (chart.open?.[item.dataIndex] ? RUNNING : ""), charactersIn(item)),
  label: (item) => {
    const figure = figureOf(chart, item);
    return `${cut(item.dataset.label, charactersIn(item) - figure.length)} : ${figure}`;
  },
  afterBody: ([item]) => {
    const all = names(item.datasetIndex, item.dataIndex);
    const shown = all.slice(0, namesIn(item)).map((name) => cut(name, charactersIn(item)));
    const more = all.length - shown.length;
    return more > 0 ? [...shown, `et ${number(more)} de plus (cliquez pour la liste)`] : shown;
  },
});

const charactersIn = ({ chart }) => Math.min(LONGEST, Math.floor((chart.width - AROUND.width) / CHARACTER.width));

const namesIn = ({ chart }) =>
  Math.max(NAMES.fewest, Math.min(NAMES.most, Math.floor((chart.height - AROUND.height) / CHARACTER.height)));

function figureOf(chart, { raw, dataIndex }) {
  if (!chart.shares) return number(raw);
  const total = totalOf(chart, dataIndex);
  return `${number(raw.count)} sur ${number(total)} (${share(raw.count, total)})`;
}
