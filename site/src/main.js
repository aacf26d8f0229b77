// The page's script: reads the data block, turns tables into charts, makes the gaps table searchable.

import { directory, readDocument } from "./document.js";
import { element } from "./dom.js";
import { enhance } from "./figure.js";
import { enhanceGaps } from "./gaps-table.js";
import { followTheme } from "./theme.js";

const AHEAD = "600px";

/** Charts by canvas id, for whoever wants to look at one from the page's console. */
export const charts = new Map();

function start() {
  performance.mark("stats-start");
  const page = document.querySelector("[data-stats-page]");
  const block = document.getElementById("stats-data");
  if (page === null || block === null) return;
  const { document: figures, refusal } = readDocument(block.textContent);
  if (refusal) {
    page.prepend(element("p", { class: "stats-refusal", role: "alert" }, refusal));
    return;
  }
  const productOf = directory(figures);
  const enhanced = new Map();
  for (const figure of page.querySelectorAll("[data-stats-chart]")) {
    const made = enhance(figure, figures, productOf, (canvas, chart) => charts.set(canvas.id, chart));
    if (made !== null) enhanced.set(made.canvas, made);
  }
  followTheme(() => enhanced.forEach((made) => made.redraw()));
  drawWhenNear(enhanced);
  const gaps = page.querySelector("[data-stats-gaps]");
  if (gaps !== null) enhanceGaps(gaps, figures);
}

/** What is far below is drawn when the reader comes near, or prints. */
function drawWhenNear(enhanced) {
  const drawOne = (canvas) => {
    enhanced.get(canvas).draw();
    if (charts.size === 1) performance.mark("stats-first-chart");
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        drawOne(target);
      }
    },
    { rootMargin: AHEAD },
  );
  for (const canvas of enhanced.keys()) {
    if (canvas.getBoundingClientRect().top < innerHeight && charts.size === 0) drawOne(canvas); // not a frame later
    else watcher.observe(canvas);
  }
  addEventListener("beforeprint", () => enhanced.forEach((_made, canvas) => drawOne(canvas)));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
