// A figure's table (table.js) → what its chart shows: {keys, labels, series, stacked, horizontal, shares, open}. Pure; no
// Chart.js here.
//
// A series is {key, label, values, role}: role "bar" with a colour, or a mark: "initial", "revised" (targets), "equal"
// (both, where they are the same) or "published". keys name the bars (a year, a phase) as the table's rows do.

const UNKNOWN = "unknown";
/** From the best to the worst, what nobody knows between: so are the pieces of a bar. */
const OUTCOMES = ["met", "partly", UNKNOWN, "undeclared", "unmet"];

const columns = ({ series, rows }) =>
  series.map((each, of) => ({ ...each, colour: of, values: rows.map((row) => row.values[of]) }));

const named = ({ rows }) => ({ keys: rows.map((row) => row.key), labels: rows.map((row) => row.label) });

const hasAny = ({ values }) => values.some((value) => value !== null);

/** Bars by year, with the targets and the published figures as marks. */
const years = (table) => ({
  ...named(table),
  labels: table.rows.map((row) => row.key),
  open: table.rows.map((row) => row.open),
  series: withEqualTargets(columns(table)).filter((each) => each.role === "bar" || hasAny(each)),
});

/** Two targets that are the same are one mark of its own: drawn one on the other, they would be a third form without a
 * name. */
function withEqualTargets(series) {
  const [initial, revised] = ["initial", "revised"].map((role) => series.find((each) => each.role === role));
  if (!initial || !revised) return series;
  const same = initial.values.map((value, at) => value !== null && value === revised.values[at]);
  const apart = (each) => ({ ...each, values: each.values.map((value, at) => (same[at] ? null : value)) });
  const equal = { key: "equal", role: "equal", label: revised.equal, values: initial.values.map((value, at) => (same[at] ? value : null)) };
  return series.flatMap((each) => (each === initial ? [apart(each)] : each === revised ? [apart(each), equal] : [each]));
}

/** One bar a row, lying down. */
const bars = (table) => ({ horizontal: true, ...named(table), series: columns(table) });

/** One bar a row; its pieces are shares of the row. How many they are shares of stands beside the row's name. */
function shares({ series, rows }) {
  const counted = rows.filter((row) => row.values.some(Boolean));
  const all = columns({ series, rows: counted }).map((each) => ({ ...each, colour: each.key }));
  return {
    stacked: true,
    horizontal: true,
    shares: true,
    keys: counted.map((row) => row.key),
    labels: counted.map((row) => `${row.label} (${row.values.reduce((sum, value) => sum + value, 0)})`),
    series: all
      .filter((each) => each.key !== UNKNOWN || each.values.some(Boolean))
      .sort((one, other) => OUTCOMES.indexOf(one.key) - OUTCOMES.indexOf(other.key)),
  };
}

/** Bars by year, each the sum of its pieces. */
const stack = (table) => ({ ...years(table), stacked: true });

const KINDS = { years, bars, shares, stack };

/** What a figure's chart shows; null where its table has nothing to draw. */
export function chartOf(kind, table) {
  const chart = table.rows.length && table.series.length ? (KINDS[kind]?.(table) ?? null) : null;
  return chart?.keys.length ? chart : null;
}

/** Whether a chart has anything but zeros: an empty one is not drawn. */
export const hasFigures = (chart) => chart.series.some((series) => series.values.some((value) => value));

/** The whole of a stack: all series at one bar. */
export const totalOf = (chart, index) => chart.series.reduce((sum, series) => sum + series.values[index], 0);
