// The page's script: turns tables into charts, makes the last one searchable.

import { aloneIn } from "./alone.js";
import { refusalOf } from "./document.js";
import { element } from "./dom.js";
import { enhance } from "./figure.js";
import { enhanceGaps } from "./gaps-table.js";
import { indexOf, readLaunches, readProducts } from "./products.js";
import { makeQueue } from "./queue.js";
import { whenStill } from "./stillness.js";
import { followTheme } from "./theme.js";

const AHEAD = "600px";
/** The width of a chart on A4, whatever the window's. */
const PAPER = 680;
/** No chart is higher on paper: pixels. */
const LOW = 180;

/** Charts by canvas id, for whoever wants to look at one from the page's console. */
const charts = new Map();
globalThis.startupStats = { charts };

function keep(canvas, chart) {
  if (charts.size === 0) performance.mark("stats-first-chart");
  charts.set(canvas.id, chart);
}

function start() {
  performance.mark("stats-start");
  const page = document.querySelector("[data-stats-page]");
  const block = document.getElementById("stats-data");
  if (page === null || block === null) return;
  const queue = makeQueue();
  const refusal = refusalOf(block.textContent);
  if (refusal) {
    page.prepend(element("p", { class: "stats-refusal", role: "alert" }, refusal));
    performance.mark("stats-ready");
    return;
  }
  // What is seen at the first paint is settled before it; the rest is a task of its own, and Chart.js one more.
  const enhanced = new Map();
  const redrawAll = () => enhanced.forEach((made) => queue.add(made.redraw));
  followTheme(redrawAll);
  if (document.fonts.status === "loading") document.fonts.ready.then(redrawAll);
  const alone = aloneIn(page);
  queue.add(async () => {
    const { draw } = await import("./draw.js");
    enhancePage(page, { alone, enhanced, queue, draw });
  });
}

function enhancePage(page, { alone, enhanced, queue, draw }) {
  const gaps = page.querySelector("[data-stats-gaps]");
  const [first, ...others] = alone ? [alone] : page.querySelectorAll("[data-stats-chart]");
  const { products, jobs, areAllRead } = readProducts(page.querySelector(".stats-gaps"));
  let index = indexOf([], []); // of nobody, until all are read: places count from the first
  const enhanceOne = enhancer(enhanced, queue, () => index, draw);
  if (first) queue.add(() => enhanceOne(first));
  queue.add(...jobs, () => {
    if (areAllRead()) index = indexOf(products, readLaunches());
  });
  queue.add(...others.map((figure) => () => enhanceOne(figure)));
  queue.add(() => gaps !== null && !alone && areAllRead() && enhanceGaps(gaps, products, queue));
  // In the end all are drawn: whoever keeps a picture of the whole page has no blank in it.
  queue.add(() => {
    whenStill(queue, [...enhanced.values()].map((made) => made.draw));
    queue.add(() => performance.mark("stats-ready")); // behind the buttons that the figures added
  });
}

/** Returns a function that makes a figure ready, and has it drawn when the reader comes near. */
function enhancer(enhanced, queue, indexNow, draw) {
  const watch = drawWhenNear(enhanced, queue);
  return (figure) => {
    const made = enhance(figure, { indexNow, later: queue.add, draw, onDrawn: keep });
    if (made === null) return;
    enhanced.set(figure, made);
    watch(figure);
  };
}

/** Returns watch(figure): its chart is drawn when the reader comes near, or prints. */
function drawWhenNear(enhanced, queue) {
  const watcher = new IntersectionObserver(
    (entries) => {
      const near = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
      near.forEach((figure) => watcher.unobserve(figure));
      queue.addFirst(...near.map((figure) => enhanced.get(figure).draw));
    },
    { rootMargin: AHEAD },
  );
  addEventListener("beforeprint", () => {
    queue.finish();
    enhanced.forEach((made) => queue.add(made.draw));
    queue.finish();
    charts.forEach((chart) => {
      chart.canvas.style.maxWidth = "none"; // or a window narrower than the paper would hold it back
      chart.resize(PAPER, Math.min(chart.height, LOW));
    });
  });
  addEventListener("afterprint", () => {
    charts.forEach((chart) => {
      chart.canvas.style.maxWidth = "";
      chart.resize();
    });
  });
  return (figure) => watcher.observe(figure);
}

// The data block is the last of the page's parts: where it stands, all of them do.
if (document.getElementById("stats-data") === null && document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", start);
} else start();
