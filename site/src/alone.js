// One figure of the page alone, as a frame on another page asks for it: /stats/?figure=national_impact.

import { addressOf, element } from "./dom.js";

const HEIGHT = 720;

/** The figure that the address asks for, with all else put away; null where it asks for none that is on the page. */
export function aloneIn(page) {
  const figure = document.getElementById(`figure-${new URLSearchParams(location.search).get("figure")}`);
  if (!page.contains(figure)) return null;
  for (let part = figure; part !== document.body; part = part.parentElement) {
    for (const other of part.parentElement.children) if (other !== part) other.classList.add("stats-away");
  }
  document.documentElement.classList.add("stats-alone");
  // What leads elsewhere leads out of the frame, and to the whole page.
  for (const link of figure.querySelectorAll("a[href^='#']")) link.href = addressOf(link.hash.slice(1));
  document.head.append(element("base", { target: "_blank" }));
  return figure;
}

/** The code of such a frame. Where scripts don't run, it shows the page at the figure. */
export function frameOf({ id, name, title }) {
  const [page, anchor] = addressOf(id).split("#");
  const src = `${page}?figure=${encodeURIComponent(name)}#${anchor}`;
  return element("iframe", { src, title, width: "100%", height: HEIGHT, loading: "lazy", frameborder: 0 }).outerHTML;
}
