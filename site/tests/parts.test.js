// The pure parts of the page's script, without a browser: node --test site/tests/
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chartOf, hasFigures } from "../src/charts.js";
import { toCsv } from "../src/csv.js";
import { directory, localAddress, readDocument } from "../src/document.js";
import { count, cut, folded, inTwoLines, month, number, share } from "../src/format.js";
import { fromQuery, inOrder, matches, NO_FILTER, tableOf, toQuery, verdictOf } from "../src/gaps.js";
import { makeQueue } from "../src/queue.js";
import { tooltipOf } from "../src/tooltip.js";

const table = (name, cases, check) =>
  describe(name, () => cases.forEach((row) => it(JSON.stringify(row).slice(0, 120), () => check(...row))));

table("numbers", [[0, "0"], [999, "999"], [1323, "1\u202f323"], [1630000, "1\u202f630\u202f000"]], (value, written) =>
  assert.equal(number(value), written));

table("shares are half up", [[5, 8, "63\u00a0%"], [23, 40, "58\u00a0%"], [0, 3, "0\u00a0%"], [1, 200, "1\u00a0%"], [0, 0, "–"], [3, 3, "100\u00a0%"]],
  (part, total, written) => assert.equal(share(part, total), written));

table("months", [["2026-08", "août 2026"], ["2025-01", "janvier 2025"]], (iso, written) => assert.equal(month(iso), written));

table("plurals", [[0, "0 produit"], [1, "1 produit"], [2, "2 produits"], [1200, "1\u202f200 produits"]], (value, written) =>
  assert.equal(count(value, "produit"), written));

table("names that are cut", [["court", 5, "court"], ["trop long", 5, "trop…"], ["🦑🦑🦑🦑", 3, "🦑🦑…"], ["", 3, ""]], (text, most, written) =>
  assert.equal(cut(text, most), written));

table("names in two lines", [
  ["Construction (109)", 16, ["Construction", "(109)"]], ["Opéré (14)", 16, ["Opéré (14)"]], ["Investigation sans suite (202)", 16, ["Investigation", "sans suite (202)"]],
  ["Le département Accompagnement de services", 16, ["Le département", "Accompagnement…"]], ["x".repeat(20), 16, [`${"x".repeat(15)}…`]], ["", 16, [""]],
], (text, most, lines) => assert.deepEqual(inTwoLines(text, most), lines));

describe("a tooltip", () => {
  const item = (datasetIndex, dataIndex, label, raw, width = 900, height = 400) =>
    ({ datasetIndex, dataIndex, label: "Construction (7)", dataset: { label }, raw, chart: { width, height } });
  const ids = Array.from({ length: 14 }, (_, index) => `p${index}`);
  const shares = {
    shares: true,
    keys: ["construction"],
    series: [{ key: "met", role: "bar", values: [3] }, { key: "unmet", role: "bar", values: [4] }],
    members: (verdict) => (verdict === "met" ? ["a"] : ids),
  };
  const years = { keys: ["2025"], series: [{ key: "value", role: "bar", values: [1] }, { key: "target", role: "target", values: [2] }], members: () => ["a"], unfinished: [true] };
  const names = (all) => all.map((id) => `Titre ${id}`);
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
  it("lists nothing behind a target, nor where nothing may be listed", () => {
    assert.deepEqual(tooltipOf(years, names).afterBody([item(1, 0, "objectif", 2)]), []);
    assert.deepEqual(tooltipOf({ ...years, members: null }, names).afterBody([item(0, 0, "personnes", 2)]), []);
  });
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
    const { queue, planned, done, job } = started(5);
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
  assert.match(readDocument(text).refusal, words);
  assert.match(readDocument(text).refusal, /Les tableaux restent lisibles/);
});

it("a data block of this version is read", () =>
  assert.deepEqual(readDocument('{"schema_version": 2}'), { document: { schema_version: 2 } }));

table("addresses that are linked", [
  ["/startups/a.html", "/startups/a.html"], ["//evil.example", null], ["/\t/evil.example", null], ["/\\evil.example", null], ["https://evil.example", null], ["javascript:alert(1)", null], [null, null], [undefined, null], ["", null],
], (url, address) => assert.equal(localAddress(url), address));

const product = (id, phase, standards = {}, incubators = ["ruche"]) => ({ id, title: `Titre ${id}`, phase, standards, incubators, since: null, url: `/${id}` });
const PRODUCTS = [
  product("b10", "construction", { dashlord: { verdict: "met", reason: "seen", since: "2026-01-01" } }),
  product("b9", "construction", { dashlord: { verdict: "unmet", reason: "absent" } }, ["ruche", "phare"]),
  product("c", "abandon"),
  product("a", "acceleration", { dashlord: { verdict: "unknown", reason: "time-out" } }, ["phare"]),
];
const DOCUMENT = {
  schema_version: 2,
  products: PRODUCTS,
  reasons: { seen: "vu", absent: "absent de Dashlord" },
  phases: { by_phase: [
    { phase: "construction", title: "Construction", value: 2, counted: ["b10", "b9"] },
    { phase: "acceleration", title: "Accélération", value: 1, counted: ["a"] },
    { phase: "abandon", title: "Abandonné", value: 1, counted: ["c"] },
  ] },
  indicators: {
    end: { unit: "produits", subject: "product", years: [
      { year: 2024, value: 2, complete: true, counted: ["c", "a"], target: { initial: 4, revised: null }, published: { value: 3 } },
      { year: 2025, value: 0, complete: false, counted: [], target: { initial: 4, revised: 0 } },
    ] },
    agent: { unit: "personnes", subject: "member", years: [{ year: 2025, value: 1, complete: true, counted: [] }] },
    empty: { unit: "produits", subject: "product", years: [] },
    product_launch: { unit: "produits", subject: "product", years: [{ year: 2024, value: 9, complete: true, counted: ["b10", "c", "a"] }, { year: 2025, value: 1, complete: false, counted: [] }] },
  },
  standards: { dashlord: { title: "Dashlord", by_phase: [
    { phase: "construction", applies: true, total: 2, met: 1, unmet: 1, undeclared: 0, unknown: 0 },
    { phase: "acceleration", applies: true, total: 1, met: 0, unmet: 0, undeclared: 0, unknown: 1 },
    { phase: "abandon", applies: false, total: 1, met: 0, unmet: 0, undeclared: 0, unknown: 0 },
  ] } },
  accessibility: { by_phase: [{ phase: "construction", total: 2, "totalement conforme": 1, "partiellement conforme": 0, "non conforme": 0, "non renseigné": 1 }] },
  members: { active: { by_domain: { Design: 1, Data: 3 } }, new_by_year: [{ year: 2025, admin: 1, independent: 2, service: 3, complete: false }] },
  trends: [{ id: "open", months: ["2024-12", "2025-01"], series: [{ id: "met", title: "respecté", values: [3, null] }] }],
  fast_promotions: [{ promotion: 9, value: 2, amount: 10, counted: ["a", "c"] }],
  incubators: Array.from({ length: 32 }, (_, index) => ({
    incubator: `i${index}`, title: `I ${index}`, total: index, by_phase: { construction: index, abandon: 0 },
    launched_by_year: index ? { 2024: index } : {},
  })),
};

describe("charts", () => {
  it("years, with target and published figure", () => {
    const chart = chartOf(DOCUMENT, "years", "end");
    assert.deepEqual(chart.series.map(({ key, values }) => [key, values]), [["value", [2, 0]], ["target", [4, 0]], ["published", [3, null]]]);
    assert.deepEqual([chart.labels, chart.unfinished], [["2024", "2025"], [false, true]]);
    assert.deepEqual(chart.members("value", "2024"), ["c", "a"]);
  });
  it("people are counted, never named", () => assert.equal(chartOf(DOCUMENT, "years", "agent").members, null));
  it("a standard by phase: where it applies, with what nobody knows", () => {
    const chart = chartOf(DOCUMENT, "standard", "dashlord");
    assert.deepEqual(chart.labels, ["Construction (2)", "Accélération (1)"]);
    assert.deepEqual(chart.series.map(({ key, values }) => [key, values]), [["met", [1, 0]], ["unknown", [0, 1]], ["undeclared", [0, 0]], ["unmet", [1, 0]]]);
    assert.deepEqual(chart.members("unknown", "acceleration"), ["a"]);
    assert.deepEqual(chart.members("unmet", "construction"), ["b9"]);
  });
  it("thirty incubators at most, the largest first, and says so", () => {
    const chart = chartOf(DOCUMENT, "incubators");
    assert.equal(chart.keys.length, 30);
    assert.deepEqual(chart.keys.slice(0, 2), ["i31", "i30"]);
    assert.deepEqual(chart.series.map((each) => each.key), ["construction"]);
    assert.match(chart.note, /30 plus grands sur 31/);
  });
  it("launches: the largest by name, the others together, a product once", () => {
    const hosted = { b10: ["i2", "i31"], c: ["i31"], a: ["i1"], b9: ["i31"] };
    const products = Object.entries(hosted).map(([id, incubators]) => product(id, "construction", {}, incubators));
    const chart = chartOf({ ...DOCUMENT, products }, "launches");
    assert.equal(chart.series.length, 8);
    assert.deepEqual(chart.series[0].values, [31, 0]);
    assert.equal(chart.series[7].values[0], Array.from({ length: 24 }, (_, n) => n + 1).reduce((a, b) => a + b));
    assert.deepEqual(chart.members("*", "2024"), ["b10", "a"]);
    assert.deepEqual(chart.members("i1", "2024"), ["a"]); // not drawn by itself, listed all the same
    assert.deepEqual(chart.members("i31", "2024"), ["b10", "c"]);
    assert.deepEqual(chart.members("i1", "2025"), []);
  });
  it("the rest", () => {
    assert.deepEqual(chartOf(DOCUMENT, "phases").series[0].values, [2, 1, 1]);
    assert.deepEqual(chartOf(DOCUMENT, "phases").members("value", "construction"), ["b10", "b9"]);
    assert.deepEqual(chartOf(DOCUMENT, "domains").labels, ["Data", "Design"]);
    assert.deepEqual(chartOf(DOCUMENT, "new-members").series.map((each) => each.values[0]), [1, 2, 3]);
    assert.deepEqual(chartOf(DOCUMENT, "accessibility").series.map((each) => each.values[0]), [1, 0, 0, 1]);
    assert.deepEqual(chartOf(DOCUMENT, "promotions").members("value", "9"), ["a", "c"]);
  });
  it("trends are lines by month", () => {
    const chart = chartOf(DOCUMENT, "trend", "open");
    assert.deepEqual([chart.labels, chart.series[0].values], [["décembre 2024", "janvier 2025"], [3, null]]);
  });
  table("nothing to draw", [["trend", "gone"], ["years", "empty"], ["years", "gone"], ["none", "x"], ["standard", "gone"]], (kind, id) =>
    assert.equal(chartOf(DOCUMENT, kind, id), null));
  table("nothing in an empty document", [["years"], ["phases"], ["standard"], ["accessibility"], ["new-members"], ["domains"], ["incubators"], ["launches"], ["promotions"], ["trend"]],
    (kind) => assert.equal(chartOf({}, kind, "x"), null));
  it("zeros alone are no figures", () => {
    assert.equal(hasFigures({ series: [{ values: [0, null] }] }), false);
    assert.equal(hasFigures({ series: [{ values: [0] }, { values: [1] }] }), true);
  });
});

it("a product that left the portfolio is its own title", () =>
  assert.deepEqual([directory(DOCUMENT)("a").title, directory(DOCUMENT)("gone")], ["Titre a", { id: "gone", title: "gone", url: null }]));

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

it("the table of what is shown", () => {
  const [head, first, , third] = tableOf(PRODUCTS, DOCUMENT, ["dashlord"]);
  assert.deepEqual(head.slice(5), ["Dashlord", "Dashlord : raison", "Dashlord : depuis"]);
  assert.deepEqual(first, ["Titre b10", "b10", "Construction", null, "ruche", "respecté", "vu", "2026-01-01"]);
  assert.deepEqual(third.slice(5), ["sans objet", undefined, undefined]);
  assert.equal(verdictOf(PRODUCTS[2], "dashlord"), "not-applicable");
});
