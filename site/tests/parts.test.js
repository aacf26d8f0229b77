// The pure parts of the page's script, without a browser: node --test site/tests/
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { chartOf, hasFigures } from "../src/charts.js";
import { toCsv } from "../src/csv.js";
import { localAddress, refusalOf } from "../src/document.js";
import { count, cut, folded, isoDay, isoMonth, number, share, wrapped } from "../src/format.js";
import { fromQuery, inOrder, matches, NO_FILTER, toQuery, verdictOf } from "../src/gaps.js";
import { behind, idIn, indexOf, readProducts } from "../src/products.js";
import { contrast, inkOn } from "../src/ink.js";
import { makeQueue } from "../src/queue.js";
import { plain } from "../src/table.js";
import { tidy } from "../src/tidy.js";
import { tooltipOf } from "../src/tooltip.js";

const table = (name, cases, check) =>
  describe(name, () => cases.forEach((row) => it(JSON.stringify(row).slice(0, 120), () => check(...row))));

table("numbers", [[0, "0"], [999, "999"], [1323, "1\u202f323"], [1630000, "1\u202f630\u202f000"]], (value, written) =>
  assert.equal(number(value), written));

table("shares are half up", [[5, 8, "63\u00a0%"], [23, 40, "58\u00a0%"], [0, 3, "0\u00a0%"], [1, 200, "1\u00a0%"], [0, 0, "–"], [3, 3, "100\u00a0%"]],
  (part, total, written) => assert.equal(share(part, total), written));

table("days", [["1er août 2026", "2026-08-01"], ["20 décembre 2025", "2025-12-20"], ["août 2026", null], ["3 vendémiaire 2026", null], ["", null]], (text, iso) =>
  assert.equal(isoDay(text), iso));

table("months", [["août 2026", "2026-08"], ["décembre 2025", "2025-12"], ["1er août 2026", null], ["2026", null]], (text, iso) =>
  assert.equal(isoMonth(text), iso));

table("plurals", [[0, "0 produit"], [1, "1 produit"], [2, "2 produits"], [1200, "1\u202f200 produits"]], (value, written) =>
  assert.equal(count(value, "produit"), written));

table("names that are cut", [["court", 5, "court"], ["trop long", 5, "trop…"], ["🦑🦑🦑🦑", 3, "🦑🦑…"], ["", 3, ""]], (text, most, written) =>
  assert.equal(cut(text, most), written));

table("names beside an axis", [
  [["Construction (109)", "Opéré (14)"], 16, [["Construction", "(109)"], ["Opéré (14)"]]],
  [["Le département Accompagnement de services numériques"], 16, [["Le département", "Accompagnement", "de services…"]]],
  // what would read the same has all of its lines
  [["un deux trois quatre", "un deux trois cinq"], 5, [["un", "deux", "trois", "quat…"], ["un", "deux", "trois", "cinq"]]],
  [["x".repeat(20), ""], 16, [[`${"x".repeat(15)}…`], [""]]],
], (names, most, lines) => assert.deepEqual(wrapped(names, most), lines));

describe("a tooltip", () => {
  const item = (datasetIndex, dataIndex, label, raw, width = 900, height = 400) =>
    ({ datasetIndex, dataIndex, label: "Construction (7)", dataset: { label }, raw, chart: { width, height } });
  const shares = {
    shares: true,
    keys: ["construction"],
    series: [{ key: "met", role: "bar", values: [3] }, { key: "unmet", role: "bar", values: [4] }],
  };
  const years = { keys: ["2025"], series: [{ key: "value", role: "bar", values: [1] }], open: [true] };
  const names = (series) => (series === 1 ? Array.from({ length: 14 }, (_, index) => `Titre p${index}`) : []);
  it("says a share by its count, its whole and per cent", () =>
    assert.equal(tooltipOf(shares, names).label(item(0, 0, "respecté", { count: 3 })), "respecté : 3 sur 7 (43\u00a0%)"));
  it("cuts a name before its figure", () =>
    assert.equal(tooltipOf(years, names).label(item(0, 0, "un très long nom", 1234, 130)), "un trè… : 1\u202f234"));
  it("names twelve, and how many more there are", () => {
    const body = tooltipOf(shares, names).afterBody([item(1, 0, "non respecté", { count: 4 })]);
    assert.deepEqual([body.length, body[0], body.at(-1)], [13, "Titre p0", "et 2 de plus (cliquez pour la liste)"]);
  });
  it("names as many as the chart is high", () => {
    const body = tooltipOf(shares, names).afterBody([item(1, 0, "non respecté", { count: 4 }, 300, 180)]);
    assert.deepEqual([body.length, body.at(-1)], [6, "et 9 de plus (cliquez pour la liste)"]);
  });
  it("lists nothing where nobody is named", () =>
    assert.deepEqual(tooltipOf(years, names).afterBody([item(0, 0, "personnes", 2)]), []));
  it("says that a year runs", () => assert.equal(tooltipOf(years, names).title([item(0, 0, "x", 1)]), "Construction (7) (année en cours)"));
});

describe("the queue", () => {
  const started = (took) => {
    const planned = [];
    const done = [];
    let time = 0;
    const queue = makeQueue((run) => planned.push(run), () => time);
    const job = (name) => () => { done.push(name); time += took; };
    return { queue, planned, done, job };
  };
  it("runs as many jobs at a time as its slice holds, in their order", () => {
    const { queue, planned, done, job } = started(2.5);
    queue.add(job("a"), job("b"), job("c"));
    assert.deepEqual(done, []); // never at once
    planned.shift()();
    assert.deepEqual(done, ["a", "b"]);
    planned.shift()();
    assert.deepEqual([done, planned.length], [["a", "b", "c"], 0]);
  });
  it("plans one turn, whoever adds", () => {
    const { queue, planned, job } = started(1);
    queue.add(job("a"));
    queue.add(job("b"));
    queue.addFirst(job("c"));
    queue.add();
    assert.equal(planned.length, 1);
  });
  it("puts first what is added first, in its own order", () => {
    const { queue, planned, done, job } = started(0);
    queue.add(job("late"));
    queue.addFirst(job("a"), job("b"));
    planned.shift()();
    assert.deepEqual(done, ["a", "b", "late"]);
  });
  it("goes on after a job that fails, and reports it", () => {
    const { queue, planned, done, job } = started(1);
    const reported = [];
    globalThis.reportError = (fault) => reported.push(fault.message);
    queue.add(() => { throw new Error("broken"); }, job("next"));
    planned.shift()();
    assert.deepEqual([reported, done, planned.length], [["broken"], ["next"], 0]);
  });
  it("finishes at once, and has nothing left to do when its turn comes", () => {
    const { queue, planned, done, job } = started(100);
    queue.add(job("a"), job("b"));
    queue.finish();
    assert.deepEqual(done, ["a", "b"]);
    planned.shift()();
    assert.deepEqual([done.length, planned.length], [2, 0]);
  });
});

table("text to search in", [["Événement", "evenement"], ["MÀREE", "maree"], ["L’Œuvre", "l'oeuvre"], ["", ""]], (text, plain) =>
  assert.equal(folded(text), plain));

table("CSV cells", [
  ["plain", "plain"], [12, "12"], [1.5, "1,5"], [null, ""], [undefined, ""], ["a;b", '"a;b"'], ['say "x"', '"say ""x"""'], ["two\nlines", '"two\nlines"'],
  ["=1+1", "\"'=1+1\""], ["+33", "\"'+33\""], ["-x", "\"'-x\""], ["@x", "\"'@x\""], ["\t=1", "\"'\t=1\""], [" =1", "\"' =1\""], ["＝1", "\"'＝1\""], ["|x", "\"'|x\""], ["a=b", "a=b"], ["Foo,=1+1", '"Foo,=1+1"'],
], (value, written) => assert.equal(toCsv([[value]]), `\uFEFF${written}\r\n`));

table("data blocks that are refused", [
  ["", /illisibles/], ["null", /illisibles/], ["3", /illisibles/], ["{", /illisibles/], ["{}", /version inconnue/], ['{"schema_version": 3}', /version 3,/], ['{"schema_version": "2"}', /version 2,/],
], (text, words) => {
  assert.match(refusalOf(text), words);
  assert.match(refusalOf(text), /Les tableaux restent lisibles/);
});

it("a data block of this version is read", () => assert.equal(refusalOf('{"schema_version":2}'), null));

table("addresses that are linked", [
  ["/startups/a.html", "/startups/a.html"], ["//evil.example", null], ["/\t/evil.example", null], ["/\\evil.example", null], ["https://evil.example", null], ["javascript:alert(1)", null], [null, null], [undefined, null], ["", null],
], (url, address) => assert.equal(localAddress(url), address));

table("cells of a table", [["1\u202f323", 1323], ["12", 12], ["76,5", 76.5], ["–", null], ["57\u00a0%", "57 %"], [" deux\n mots ", "deux mots"], ["2024 (année en cours)", "2024 (année en cours)"]],
  (text, value) => assert.equal(plain(text), value));

table("contrasts", [["#fff", "#000", 21], ["#000", "#fff", 21], ["#777", "#777", 1], ["#767676", "#fff", 4.54], ["rgb(0, 0, 145)", "#fff", 14.9]], (one, other, of) =>
  assert.equal(contrast(one, other).toFixed(1), of.toFixed(1)));

table("what reads on a ground", [["#18753c", "#ffffff"], ["#27a658", "#000000"], ["rgb(255, 255, 255)", "#000000"], [{}, null], ["", null], ["var(--x)", null]], (ground, ink) =>
  assert.equal(inkOn(ground), ink));

// The colours of the bars, by theme, as the page's style has them.
const STYLE = readFileSync(new URL("../assets/additional/style/stats.css", import.meta.url), "utf8");
const [LIGHT, DARK] = [...STYLE.matchAll(/:is\(\.stats-page, \.stats-around\) \{([^}]*--stats-colour-0[^}]*)\}/g)].map(([, block]) =>
  Object.fromEntries([...block.matchAll(/--stats-([\w-]+): (?:var\([^,]*, )?(#\w+)/g)].map(([, name, colour]) => [name, colour])));
// The least contrast of a text with its ground: WCAG 1.4.3.
const LEAST = 4.5;
const BARS = ["met", "partly", "unmet", "undeclared", "unknown", "colour-0", "colour-1", "colour-2"];
const GROUNDS = [["light", LIGHT], ["dark", DARK]].flatMap(([theme, colours]) => BARS.map((name) => [theme, name, colours[name], colours]));
table("a figure reads on its bar", GROUNDS, (_theme, _name, colour) => assert.ok(contrast(inkOn(colour), colour) >= LEAST));
table("a bar is seen on the page, and a figure beside it is read", GROUNDS, (_theme, _name, colour, { background, text }) => {
  assert.ok(contrast(colour, background) >= 3);
  assert.ok(contrast(text, background) >= LEAST);
});

const cells = (...all) => all.map((each) => (Array.isArray(each) ? { text: each[0], small: each[1] } : { text: each, small: "" }));
table("figures as tidy rows", [
  // a share is itself, what it counts, of how many, and of how many nothing is known
  [["Standard", "Ensemble", "Opéré"], [{ cells: cells("Code", ["57 %", "4 sur 7, 1 inconnu"], "–") }, { cells: cells("Suivi", ["0 %", "0 sur 3"], ["50 %", "1 sur 2"]) }], [
    ["Standard", "Ensemble (%)", "Ensemble : respecté", "Ensemble : produits concernés", "Ensemble : inconnu", "Opéré (%)", "Opéré : respecté", "Opéré : produits concernés", "Opéré : inconnu"],
    ["Code", 57, 4, 7, 1, null, null, null, null], ["Suivi", 0, 0, 3, 0, 50, 1, 2, 0],
  ]],
  [["Phase", "Produits", "Respecté", "Part respectée"], [{ cells: cells("A", "1 323", "12", "1 %") }, { cells: cells("B", "2", "sans objet", "–") }],
    [["Phase", "Produits", "Respecté", "Part respectée (%)"], ["A", 1323, 12, 1], ["B", 2, null, null]]],
  [["Année", "Produits"], [{ key: "2024", open: false, cells: cells(["2024", "évaluée en 2025"], "–") }, { key: "2026", open: true, cells: cells("2026 (année en cours)", "0") }],
    [["Année", "Produits", "Année terminée", "Note"], [2024, null, "oui", "évaluée en 2025"], [2026, 0, "non", null]]],
  [["Mois", "Suivi"], [{ cells: cells("août 2026", ["77 %", "240 sur 311"]) }, { cells: cells("juin 2026", "–") }], [
    ["Mois", "Suivi (%)", "Suivi : déclaré", "Suivi : produits concernés"], ["2026-08", 77, 240, 311], ["2026-06", null, null, null],
  ], "déclaré"],
  [["Mois", "Suivi (%)"], [{ cells: cells("août 2026", "76,5") }, { cells: cells("?", "1") }], [["Mois", "Suivi (%)"], ["2026-08", 76.5], ["?", 1]]],
  [["Incubateur", "2024"], [], [["Incubateur", "2024"]]],
  [[], [], [[]]],
], (headings, rows, written, counted) => assert.deepEqual(tidy(headings, rows, counted), written));

const product = (id, phase, standards = {}, incubators = ["ruche"]) => ({ id, title: `Titre ${id}`, phase, standards, incubators, url: `/${id}` });
const PRODUCTS = [
  product("b10", "construction", { dashlord: "met" }),
  product("b9", "construction", { dashlord: "unmet" }, ["ruche", "phare"]),
  product("c", "abandon"),
  product("a", "acceleration", { dashlord: "unknown" }, ["phare"]),
];

table("ids in addresses", [["/startups/mon.produit.html", "mon.produit"], ["/startups/a/", "a"], ["/a", "a"], ["", ""]], (url, id) =>
  assert.equal(idIn(url), id));

const INDEX = indexOf(PRODUCTS, [["2024", "1,2"], ["2025", undefined]]);
table("products behind a figure", [
  [{ lists: "counted" }, { series: "value", key: "2024", counted: "0,3,99" }, "b10 a"],
  [{ lists: "counted" }, { series: "value", key: "2024", counted: undefined }, ""],
  [{ lists: "standard", of: "dashlord" }, { series: "unmet", key: "construction" }, "b9"],
  [{ lists: "phase" }, { series: "value", key: "construction" }, "b10 b9"],
  [{ lists: "phases" }, { series: "construction", key: "phare" }, "b9"],
  [{ lists: "launches" }, { series: "2024", key: "phare" }, "b9 a"],
  [{ lists: "launches" }, { series: "2025", key: "phare" }, ""],
  [{ lists: "launches" }, { series: "2030", key: "phare" }, ""],
  [{ lists: "launches" }, { series: "2024", key: "nobody" }, ""],
  [{ lists: undefined }, { series: "met", key: "construction" }, ""],
], (figure, cell, ids) => assert.equal(behind(INDEX, figure, cell).map(({ id }) => id).join(" "), ids));

describe("products read in pieces", () => {
  const cell = (words) => ({ className: "", childNodes: [{ nodeName: "#text", textContent: words }], querySelectorAll: () => [] });
  const row = (name) => ({
    dataset: { statsProduct: name },
    cells: [cell(name), cell("Construction")],
    querySelector: (selector) => (selector === "bdi" && name ? { textContent: name } : null),
  });
  const started = (names) => {
    globalThis.document = { querySelectorAll: () => [] };
    return readProducts({ tHead: { querySelectorAll: () => [] }, tBodies: [{ rows: names.map(row) }] });
  };
  it("has all of them, in the order of their rows, once all jobs are done", () => {
    const names = Array.from({ length: 130 }, (_, place) => `p${place}`);
    const { products, jobs, areAllRead } = started(names);
    assert.equal(jobs.length, 3);
    assert.equal(areAllRead(), false);
    jobs.forEach((job) => job());
    assert.deepEqual([products.map(({ id }) => id), areAllRead()], [names, true]);
  });
  it("says so where a row can't be read: places would name others", () => {
    const { jobs, areAllRead } = started(["a", "", "c"]);
    assert.throws(jobs[0]);
    assert.equal(areAllRead(), false);
  });
  it("names nobody by its place before all are read", () =>
    assert.deepEqual(behind(indexOf([], []), { lists: "counted" }, { series: "value", key: "2024", counted: "0,3" }), []));
});

const column = (key, label = key, role = "bar") => ({ key, label, role });
const row = (key, values, open = false) => ({ key, label: `Ligne ${key}`, values, open });
const YEARS = {
  series: [column("value", "produits"), column("initial", "objectif initial", "initial"), column("revised", "objectif révisé", "revised"), column("published", "chiffre publié", "published")],
  rows: [row("2024", [2, 4, null, 3]), row("2025", [null, 4, 0, null], true)],
};
const OUTCOMES = {
  series: ["met", "unmet", "undeclared", "unknown"].map((key) => column(key)),
  rows: [row("construction", [1, 1, 0, 0]), row("acceleration", [0, 0, 0, 1]), row("opere", [0, 0, 0, 0])],
};

describe("charts", () => {
  it("years: two targets are two marks, no value is no bar", () => {
    const chart = chartOf("years", YEARS);
    assert.deepEqual(chart.series.map(({ key, role, values }) => [key, role, values]),
      [["value", "bar", [2, null]], ["initial", "initial", [4, 4]], ["revised", "revised", [null, 0]], ["published", "published", [3, null]]]);
    assert.deepEqual([chart.labels, chart.open], [["2024", "2025"], [false, true]]);
  });
  it("years: two targets that are the same are one mark, with a name of its own", () => {
    const series = YEARS.series.map((each) => (each.key === "revised" ? { ...each, equal: "les deux" } : each));
    const chart = chartOf("years", { series, rows: [row("2023", [1, 0, 0, null]), row("2024", [2, 4, 4, 3]), row("2025", [null, 4, 5, null], true)] });
    assert.deepEqual(chart.series.map(({ label, role, values }) => [label, role, values]), [
      ["produits", "bar", [1, 2, null]], ["objectif initial", "initial", [null, null, 4]], ["objectif révisé", "revised", [null, null, 5]],
      ["les deux", "equal", [0, 4, null]], ["chiffre publié", "published", [null, 3, null]],
    ]);
    const all = chartOf("years", { series, rows: [row("2024", [2, 4, 4, 3])] });
    assert.deepEqual(all.series.map(({ key }) => key), ["value", "equal", "published"]);
  });
  it("a mark that nobody gave is not in the legend", () => {
    const chart = chartOf("years", { ...YEARS, rows: [row("2024", [2, null, null, 3])] });
    assert.deepEqual(chart.series.map(({ key }) => key), ["value", "published"]);
  });
  it("shares of a phase: how many stands beside its name, what nobody is in is left out", () => {
    const chart = chartOf("shares", OUTCOMES);
    assert.deepEqual(chart.labels, ["Ligne construction (2)", "Ligne acceleration (1)"]);
    assert.deepEqual(chart.series.map(({ key, values }) => [key, values]), [["met", [1, 0]], ["unknown", [0, 1]], ["undeclared", [0, 0]], ["unmet", [1, 0]]]);
  });
  it("what is known of all is not said to be unknown", () => {
    const chart = chartOf("shares", { ...OUTCOMES, rows: [row("construction", [1, 1, 0, 0])] });
    assert.deepEqual(chart.series.map(({ key }) => key), ["met", "undeclared", "unmet"]);
  });
  it("bars lie, stacks stand", () => {
    const one = { series: [column("value")], rows: [row("a", [2]), row("b", [0])] };
    assert.deepEqual([chartOf("bars", one).horizontal, chartOf("bars", one).labels], [true, ["Ligne a", "Ligne b"]]);
    assert.deepEqual([chartOf("stack", one).stacked, chartOf("stack", one).labels], [true, ["a", "b"]]);
  });
  table("nothing to draw", [["none", YEARS], ["gone", YEARS], ["years", { series: [], rows: [] }], ["bars", { series: YEARS.series, rows: [] }], ["shares", { series: OUTCOMES.series, rows: [row("opere", [0, 0, 0, 0])] }]],
    (kind, of) => assert.equal(chartOf(kind, of), null));
  it("zeros alone are no figures", () => {
    assert.equal(hasFigures({ series: [{ values: [0, null] }] }), false);
    assert.equal(hasFigures({ series: [{ values: [0] }, { values: [1] }] }), true);
  });
});

table("filters", [
  [{}, "b10 b9 c a"], [{ phase: "construction" }, "b10 b9"], [{ incubateur: "phare" }, "b9 a"], [{ standard: "dashlord" }, "b10 b9 a"],
  [{ verdict: "unmet" }, "b9"], [{ verdict: "not-applicable" }, "b10 b9 c a"], [{ standard: "dashlord", verdict: "not-applicable" }, "c"],
  [{ standard: "dashlord", verdict: "unknown" }, "a"], [{ q: "TÎTRE b9" }, "b9"], [{ q: "titre" }, "b10 b9 c a"], [{ q: "rien" }, ""],
], (asked, shown) =>
  assert.equal(PRODUCTS.filter((each) => matches(each, { ...NO_FILTER, ...asked }, ["dashlord", "budget_page"])).map((each) => each.id).join(" "), shown));

table("orders", [["", "b10 b9 c a"], ["produit", "a b9 b10 c"], ["-produit", "c b10 b9 a"], ["phase", "b9 b10 a c"], ["dashlord", "b9 a b10 c"], ["-dashlord", "c b10 a b9"]],
  (sort, ids) => assert.equal(inOrder(PRODUCTS, sort, ["construction", "acceleration", "abandon"]).map((each) => each.id).join(" "), ids));

table("addresses", [
  ["?phase=construction&q=a", { phase: "construction", q: "a" }], ["?phase=gone&verdict=unmet", { verdict: "unmet" }], ["?tri=-produit", { tri: "-produit" }], [`?q=${"x".repeat(300)}`, { q: "x".repeat(200) }], ["", {}],
], (query, filters) => {
  const offered = { phase: ["", "construction"], verdict: ["", "unmet"], tri: ["produit", "-produit"] };
  assert.deepEqual(fromQuery(query, offered), { ...NO_FILTER, ...filters });
});

table("queries", [["?autre=1&q=x", {}, "?autre=1"], ["", { q: "é&=" }, "?q=%C3%A9%26%3D"], ["?q=old", { q: "new" }, "?q=new"]], (query, filters, written) =>
  assert.equal(toQuery(query, { ...NO_FILTER, ...filters }), written));

it("a standard that does not apply has no verdict", () => assert.equal(verdictOf(PRODUCTS[2], "dashlord"), "not-applicable"));
