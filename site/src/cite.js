// What is cited of a figure and the code that shows it elsewhere, for where the page has an address.

import { frameOf } from "./alone.js";
import { addressOf, copy, element } from "./dom.js";

/** Complete a figure's citation: its address in full, the code of its frame. `named(label, onClick)` makes a button. */
export function completeCitation(box, { id, name, title }, named) {
  if (box === null || !location.protocol.startsWith("http")) return;
  const citation = box.querySelector(".stats-citation");
  const link = citation.querySelector("a");
  link.href = link.textContent = addressOf(id);
  const code = frameOf({ id, name, title });
  const field = element("textarea", { class: "fr-input", readonly: true, rows: 3, spellcheck: "false" });
  field.value = code;
  const label = element("label", { class: "fr-label stats-frame" }, "Code pour l'afficher sur une autre page", field);
  const buttons = element("div", { class: "stats-tools" });
  buttons.append(
    named("Copier la citation", () => copy(citation.textContent.replace(/\s+/g, " ").trim())),
    named("Copier le code", () => copy(code)),
  );
  box.append(label, buttons);
}
