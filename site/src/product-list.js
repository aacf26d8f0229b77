// The list of the products behind a figure: opened from a bar or from the table, closed back to where it came from.

import { localAddress } from "./document.js";
import { button, element } from "./dom.js";
import { count } from "./format.js";

/** Returns {box, open(heading, ids, opener)}; `resting` gives the button that takes the focus when the opener can't. */
export function makeProductList(productOf, resting) {
  const box = element("div", { class: "stats-picked", hidden: true });
  const open = (heading, ids, opener) => {
    const said = `${heading} : ${count(ids.length, "produit")}`;
    const title = element("p", { class: "stats-picked__title", tabindex: "-1" }, said);
    const close = () => {
      box.hidden = true;
      (opener?.getClientRects().length ? opener : resting()).focus();
    };
    const items = ids.map((id) => element("li", {}, linked(productOf(id))));
    const closing = button("Fermer la liste", close, { "aria-label": `Fermer la liste : ${heading}` });
    box.replaceChildren(title, element("ul", {}, ...items), closing);
    box.hidden = false;
    if (opener) title.focus(); // whoever came by a button is led to the list
  };
  return { box, open };
}

/** In the table, the figures that stand for products open their list, so that no mouse is needed for it. */
export function addProductButtons(table, members, open) {
  for (const cell of table.querySelectorAll("[data-stats-key]")) {
    const { statsSeries: series, statsKey: key } = cell.dataset;
    const ids = members(series, key);
    if (!ids.length) continue;
    const row = cell.parentElement.cells[0].textContent.trim();
    const heading = series === "value" ? row : `${row}, ${table.tHead.rows[0].cells[cell.cellIndex].textContent.trim()}`;
    const value = cell.textContent.trim();
    const label = { class: "stats-open", "aria-label": `${value} : voir la liste, ${heading}` };
    const opener = button(value, () => open(heading, ids, opener), label);
    cell.replaceChildren(opener);
  }
}

/** A product's name, as a link when the portfolio still has its page; <bdi> keeps other scripts in their place. */
function linked({ title, url }) {
  const address = localAddress(url);
  return address === null ? element("bdi", {}, title) : element("a", { href: address }, element("bdi", {}, title));
}
