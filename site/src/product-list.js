// The list of the products behind a figure: opened from a bar or from the table, closed back to where it came from.

import { localAddress } from "./document.js";
import { button, element } from "./dom.js";
import { count } from "./format.js";
import { ownText } from "./table.js";

/** Returns {box, open(heading, products, opener)}; `resting` gives the button that takes the focus when the opener can't. */
export function makeProductList(resting) {
  const box = element("div", { class: "stats-picked", hidden: true });
  const open = (heading, products, opener) => {
    const said = `${heading} : ${count(products.length, "produit")}`;
    const title = element("p", { class: "stats-picked__title", tabindex: "-1" }, said);
    const close = () => {
      box.hidden = true;
      (opener?.getClientRects().length ? opener : resting()).focus();
    };
    const items = products.map((product) => element("li", {}, linked(product)));
    const closing = button("Fermer la liste", close, { "aria-label": `Fermer la liste : ${heading}` });
    box.replaceChildren(title, element("ul", {}, ...items), closing);
    box.hidden = false;
    if (opener) title.focus(); // whoever came by a button is led to the list
  };
  return { box, open };
}

/** In the table, the figures that stand for products open their list, so that no mouse is needed for it. */
export function addProductButtons(table, membersOf, open) {
  const head = table.tHead.rows[0];
  for (const row of table.tBodies[0].rows) {
    for (const cell of [...row.cells].slice(1)) {
      const { statsSeries: series, statsWord: word } = head.cells[cell.cellIndex].dataset;
      if (series === undefined || row.dataset.statsKey === undefined) continue;
      const products = membersOf(series, row.dataset.statsKey, cell.dataset.statsCounted);
      if (!products.length) continue;
      const heading = series === "value" ? ownText(row.cells[0]) : `${ownText(row.cells[0])}, ${word ?? ownText(head.cells[cell.cellIndex])}`;
      const [value] = cell.childNodes;
      const label = { class: "stats-open", "aria-label": `${value.textContent.trim()} : voir la liste, ${heading}` };
      const opener = button(value.textContent.trim(), () => open(heading, products, opener), label);
      value.replaceWith(opener);
    }
  }
}

/** A product's name, as a link when the portfolio still has its page; <bdi> keeps other scripts in their place. */
function linked({ title, url }) {
  const address = localAddress(url);
  return address === null ? element("bdi", {}, title) : element("a", { href: address }, element("bdi", {}, title));
}
