// Elements made from data: text is always set as text, never as HTML.

/** element("a", {href: "/x", class: "y"}, "text", child…) */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export const BUTTON = "fr-btn fr-btn--tertiary fr-btn--sm";

/** A DSFR button. */
export const button = (label, onClick, attributes = {}) => {
  const made = element("button", { type: "button", class: BUTTON, ...attributes }, label);
  made.addEventListener("click", onClick);
  return made;
};

/** The address of a part of the page: without what was asked of it. */
export const addressOf = (id) => `${location.href.split(/[?#]/)[0]}#${id}`;

/** Into the clipboard, where the browser lets it. */
export const copy = (text) => navigator.clipboard?.writeText(text).catch(() => {});

/** Hand a file to the reader. */
export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export const saveCsv = (text, name) => save(new Blob([text], { type: "text/csv;charset=utf-8" }), `${name}.csv`);
