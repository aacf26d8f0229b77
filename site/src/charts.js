// The document → what each chart shows: {keys, labels, series, stacked, horizontal, members, note}. Pure; no Chart.js here.
//
// A series is {key, label, values, role}: role "bar" or "line" with a colour, or a mark, "target" or "published".
// keys name the bars (a year, a phase, an incubator) as the table's cells do. members(series key, bar key) lists the ids
// of the products behind a bar, or behind a cell that has no bar; null where the file does not name them: people are
// only counted.

import { month } from "./format.js";

const LARGEST = 30;
const NAMED_LAUNCHERS = 7;
const OTHERS = "*";
export const UNKNOWN_COLOUR = "unknown";

const MISSION_STATUS = { admin: "agents publics", independent: "indépendants", service: "prestataires" };
const VERDICTS = [
  ["met", "respecté", "met"],
  ["unknown", "inconnu", UNKNOWN_COLOUR],
  ["undeclared", "non renseigné", "undeclared"],
  ["unmet", "non respecté", "unmet"],
];
const ACCESSIBILITY = [
  ["totalement conforme", "met"],
  ["partiellement conforme", "partly"],
  ["non conforme", "unmet"],
  ["non renseigné", "undeclared"],
];

/** Bars by year with the target and the published figure as marks. */
function years(document, id) {
  const indicator = document.indicators?.[id];
  if (!indicator?.years?.length) return null;
  const of = (read) => indicator.years.map((year) => read(year) ?? null);
  const marks = [
    { key: "target", label: "objectif", role: "target", values: of((year) => year.target?.revised ?? year.target?.initial) },
    { key: "published", label: "chiffre publié", role: "published", values: of((year) => year.published?.value) },
  ];
  return {
    ...byYear(indicator.years),
    unfinished: of((year) => !year.complete),
    series: [
      { key: "value", label: indicator.unit, role: "bar", colour: 0, values: of((year) => year.value) },
      ...marks.filter((mark) => mark.values.some((value) => value !== null)),
    ],
    members: indicator.subject === "product" ? (_series, year) => countedAt(indicator.years, "year", year) : null,
  };
}

/** One bar a phase. */
function phases(document) {
  const rows = document.phases?.by_phase ?? [];
  if (!rows.length) return null;
  return {
    horizontal: true,
    keys: rows.map((row) => row.phase),
    labels: rows.map((row) => row.title),
    series: [{ key: "value", label: "produits", role: "bar", colour: 0, values: rows.map((row) => row.value) }],
    members: (_series, phase) => countedAt(rows, "phase", phase),
  };
}

/** Shares by phase, as counts: met, unknown, undeclared, unmet; the denominator stands in the label. */
function standard(document, id) {
  const rows = (document.standards?.[id]?.by_phase ?? []).filter((row) => row.applies && row.total);
  if (!rows.length) return null;
  const series = VERDICTS.map(([key, label, colour]) => ({
    key, label, role: "bar", colour, values: rows.map((row) => row[key]),
  }));
  const inPhase = (phase, verdict) =>
    (document.products ?? [])
      .filter((product) => product.phase === phase && product.standards[id]?.verdict === verdict)
      .map((product) => product.id);
  return {
    stacked: true,
    horizontal: true,
    shares: true,
    ...byPhase(document, rows),
    series: series.filter((each) => each.key !== "unknown" || each.values.some(Boolean)),
    members: (verdict, phase) => inPhase(phase, verdict),
  };
}

function accessibility(document) {
  const rows = (document.accessibility?.by_phase ?? []).filter((row) => row.total);
  if (!rows.length) return null;
  return {
    stacked: true,
    horizontal: true,
    shares: true,
    ...byPhase(document, rows),
    series: ACCESSIBILITY.map(([label, colour]) => ({
      key: label, label, role: "bar", colour, values: rows.map((row) => row[label]),
    })),
    members: null,
  };
}

/** New members by year, stacked by the status of their first mission. */
function newMembers(document) {
  const rows = document.members?.new_by_year ?? [];
  if (!rows.length) return null;
  return {
    stacked: true,
    ...byYear(rows),
    unfinished: rows.map((row) => !row.complete),
    series: Object.entries(MISSION_STATUS).map(([key, label], colour) => ({
      key, label, role: "bar", colour, values: rows.map((row) => row[key]),
    })),
    members: null,
  };
}

function domains(document) {
  const rows = Object.entries(document.members?.active?.by_domain ?? {}).sort((one, other) => other[1] - one[1]);
  if (!rows.length) return null;
  return {
    horizontal: true,
    keys: rows.map(([domain]) => domain),
    labels: rows.map(([domain]) => domain),
    series: [{ key: "value", label: "membres actifs", role: "bar", colour: 0, values: rows.map(([, value]) => value) }],
    members: null,
  };
}

/** Incubators by phase, the largest first; a chart of more than thirty bars would not be read. */
function incubators(document) {
  const all = [...(document.incubators ?? [])].filter((each) => each.total).sort((one, other) => other.total - one.total);
  if (!all.length) return null;
  const shown = all.slice(0, LARGEST);
  const order = (document.phases?.by_phase ?? []).map((row) => row.phase);
  const present = order.filter((phase) => shown.some((each) => each.by_phase[phase]));
  return {
    stacked: true,
    horizontal: true,
    keys: shown.map((each) => each.incubator),
    labels: shown.map((each) => each.title),
    series: present.map((phase, colour) => ({
      key: phase,
      label: phaseTitle(document, phase),
      role: "bar",
      colour,
      values: shown.map((each) => each.by_phase[phase] ?? 0),
    })),
    members: (phase, incubator) =>
      (document.products ?? [])
        .filter((product) => product.phase === phase && product.incubators.includes(incubator))
        .map((product) => product.id),
    note: all.length > LARGEST ? `Les ${LARGEST} plus grands sur ${all.length} ; tous sont dans le tableau.` : null,
  };
}

/** Products launched each year, stacked by the incubators that launched most; the others are one series. */
function launches(document) {
  const years = document.indicators?.product_launch?.years ?? [];
  const launching = (document.incubators ?? []).filter((each) => launched(each));
  if (!years.length || !launching.length) return null;
  const largest = [...launching].sort((one, other) => launched(other) - launched(one));
  const others = largest.slice(NAMED_LAUNCHERS);
  const groups = largest.slice(0, NAMED_LAUNCHERS).map((each) => ({ key: each.incubator, label: each.title, of: [each] }));
  if (others.length) groups.push({ key: OTHERS, label: "autres incubateurs", of: others });
  const counts = (incubators, year) => incubators.reduce((sum, each) => sum + (each.launched_by_year[year] ?? 0), 0);
  const hostedBy = (incubators) => {
    const names = new Set(incubators.map((each) => each.incubator));
    const hosted = (document.products ?? []).filter((product) => product.incubators.some((name) => names.has(name)));
    return new Set(hosted.map((product) => product.id));
  };
  return {
    stacked: true,
    ...byYear(years),
    unfinished: years.map((year) => !year.complete),
    series: groups.map(({ key, label, of }, colour) => ({
      key, label, role: "bar", colour, values: years.map(({ year }) => counts(of, year)),
    })),
    members: (key, year) => {
      const ids = hostedBy(key === OTHERS ? others : launching.filter((each) => each.incubator === key));
      return countedAt(years, "year", year).filter((id) => ids.has(id));
    },
  };
}

const launched = (incubator) => Object.values(incubator.launched_by_year).reduce((sum, count) => sum + count, 0);

/** The ids counted in the row of this key; none where there is no such row. */
const countedAt = (rows, name, key) => rows.find((row) => String(row[name]) === key)?.counted ?? [];

/** What a fund gave to how many products, by promotion. */
function promotions(document) {
  const rows = document.fast_promotions ?? [];
  if (!rows.length) return null;
  return {
    keys: rows.map((row) => String(row.promotion)),
    labels: rows.map((row) => `Promotion ${row.promotion}`),
    series: [{ key: "value", label: "produits", role: "bar", colour: 0, values: rows.map((row) => row.value) }],
    members: (_series, promotion) => countedAt(rows, "promotion", promotion),
  };
}

/** Lines by month; a month that nobody knows is a gap in its line. */
function trend(document, id) {
  const found = (document.trends ?? []).find((each) => each.id === id);
  if (!found?.months.length) return null;
  return {
    keys: found.months,
    labels: found.months.map(month),
    series: found.series.map(({ id: key, title, values }, colour) => ({ key, label: title, role: "line", colour, values })),
    members: null,
  };
}

const byYear = (rows) => ({ keys: rows.map((row) => String(row.year)), labels: rows.map((row) => String(row.year)) });

const byPhase = (document, rows) => ({
  keys: rows.map((row) => row.phase),
  labels: rows.map((row) => `${phaseTitle(document, row.phase)} (${row.total})`),
});

const phaseTitle = (document, phase) =>
  document.phases?.by_phase?.find((row) => row.phase === phase)?.title ?? phase;

const KINDS = {
  years, promotions, phases, standard, accessibility, "new-members": newMembers, domains, incubators, launches, trend,
};

/** What a figure's chart shows; null when the document has nothing for it. `id` is the indicator's or the standard's. */
export function chartOf(document, kind, id) {
  return KINDS[kind]?.(document, id) ?? null;
}

/** Whether a chart has anything but zeros: an empty one is not drawn. */
export const hasFigures = (chart) => chart.series.some((series) => series.values.some((value) => value));

/** The whole of a stack: all series at one bar. */
export const totalOf = (chart, index) => chart.series.reduce((sum, series) => sum + series.values[index], 0);
