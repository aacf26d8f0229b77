// Writes the figures on the bars, so that nobody has to hover to read them. A plug-in of Chart.js.

import { totalOf } from "./charts.js";
import { number, share } from "./format.js";
import { inkOn } from "./ink.js";

const SIZE = 12;
/** The room that a figure takes in a bar, beside its own width: pixels. */
const AROUND = { width: 8, height: 18 };
/** What is seen of a piece of a stack beside its figure. */
const RIM = 6;
/** A figure that would stand on a mark of this reach is left to the table. */
const REACH = 14;

export const counts = (chart, palette) => ({
  id: "counts",
  afterDatasetsDraw(drawn) {
    const pen = drawn.ctx;
    pen.save();
    Object.assign(pen, { font: `bold ${SIZE}px ${palette.font}`, textAlign: "center", textBaseline: "middle" });
    for (const figure of placed(chart, drawn, pen)) write(pen, figure, palette);
    pen.restore();
  },
});

/** Each figure that has room: {text, place, size, bar}. */
function placed(chart, drawn, pen) {
  const of = chart.series.map((series, index) => ({ ...series, elements: drawn.getDatasetMeta(index).data }));
  const marks = of.filter(({ role }) => role !== "bar").flatMap(({ elements }) => elements.filter((mark) => !mark.skip));
  const figures = of.filter(({ role }) => role === "bar").flatMap(({ values, elements }) =>
    elements
      .map((bar, index) => ({ bar, value: values[index], text: textOf(chart, values[index], index) }))
      .filter(({ value }) => (chart.stacked ? value : value !== undefined)),
  );
  const sized = figures.map((each) => ({ ...each, size: { ...AROUND, width: pen.measureText(each.text).width + AROUND.width } }));
  const widest = Math.max(...sized.map(({ size }) => size.width));
  return sized
    .map((each) => ({ ...each, place: placeOf(chart, each.bar, each.size, { widest, marks }) }))
    .filter(({ place }) => place !== null);
}

/** On a bar of shares a share, else the count; what has no value has no bar, and a dash in its place. */
function textOf(chart, value, index) {
  if (value === null) return "–";
  return chart.shares ? share(value, totalOf(chart, index)) : number(value);
}

/** Where a bar's figure stands, and whether on the bar: amid a piece of a stack, at the end of a bar that lies, at the foot of one that stands
 * or, where that is too low, above it; null where there is no room. Bars that stand have all their figures or none, but for
 * those that a mark would cover. */
function placeOf(chart, bar, size, { widest, marks }) {
  const { x, base, width, height, ...end } = bar.getProps(["x", "y", "base", "width", "height"]);
  const y = Number.isNaN(end.y) ? base : end.y;
  const rim = chart.stacked ? RIM : 0;
  const fits = width >= size.width + rim && height >= size.height;
  if (chart.stacked) return fits ? { ...bar.getCenterPoint(), isOnBar: true } : null;
  if (chart.horizontal) return { x: x + size.width / 2 + 2, y, isOnBar: false };
  if (width < widest) return null;
  const place = { x, y: (fits ? base : y) - size.height / 2 - 2, isOnBar: fits };
  return marks.some((mark) => Math.abs(mark.x - x) < REACH && Math.abs(mark.y - place.y) < REACH) ? null : place;
}

/** On a bar of one colour in what reads on it; on a texture, on a patch of the page's background; beside a bar in the page's
 * own colour, with a rim where a line of the grid runs under it. */
function write(pen, { text, place: { x, y, isOnBar }, size, bar }, palette) {
  const ink = isOnBar ? inkOn(bar.options.backgroundColor) : palette.text;
  if (!isOnBar) {
    Object.assign(pen, { strokeStyle: palette.background, lineWidth: RIM, lineJoin: "round" });
    pen.strokeText(text, x, y + 1);
  } else if (ink === null) {
    pen.fillStyle = palette.background;
    pen.fillRect(x - size.width / 2, y - size.height / 2, size.width, size.height);
  }
  pen.fillStyle = ink ?? palette.text;
  pen.fillText(text, x, y + 1);
}
