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

/** In the table, the figures that stand for products open their list, so that no mouse is needed for it: returns a job
 * for each row that does it. */
export function productButtons(table, membersOf, open) {
  const columns = [...table.tHead.rows[0].cells].map((cell) => ({ key: cell.dataset.statsSeries, word: cell.dataset.statsWord ?? ownText(cell) }));
  const rows = [...table.tBodies[0].rows].filter((row) => row.dataset.statsKey !== undefined);
  return rows.map((row) => () => {
    const name = ownText(row.cells[0]);
    columns.forEach(({ key, word }, place) => {
      const cell = row.cells[place];
      const products = key === undefined || cell === undefined ? [] : membersOf(key, row.dataset.statsKey, cell.dataset.statsCounted);
      if (products.length) addButton(cell, key === "value" ? name : `${name}, ${word}`, products, open);
    });
  });
}

function addButton(cell, heading, products, open) {
  const [value] = cell.childNodes;
  const words = value.textContent.trim();
  const label = { class: "stats-open", "aria-label": `${words} : voir la liste, ${heading}` };
  const opener = button(words, () => open(heading, products, opener), label);
  value.replaceWith(opener);
}

/** A product's name, as a link when the portfolio still has its page; <bdi> keeps other scripts in their place. */
function linked({ title, url }) {
  const address = localAddress(url);
  return address === null ? element("bdi", {}, title) : element("a", { href: address }, element("bdi", {}, title));
}
