// French numbers, months and plurals. Pure.

const LOCALE = "fr-FR";
const numbers = new Intl.NumberFormat(LOCALE);

const months = new Intl.DateTimeFormat(LOCALE, { year: "numeric", month: "long", timeZone: "UTC" });

/** 1323 → « 1 323 » */
export const number = (value) => numbers.format(value);

/** 3 of 7 → « 43 % », half up by whole numbers as the tables are written; of none → « – » */
export const share = (part, total) =>
  total ? `${Math.floor((200 * part + total) / (2 * total))}\u00a0%` : "–";

/** 2024-03 → « mars 2024 » */
export function month(iso) {
  const [year, of] = iso.split("-").map(Number);
  return months.format(Date.UTC(year, of - 1));
}

/** 3, « produit » → « 3 produits » */
export const count = (value, word) => `${number(value)} ${word}${value > 1 ? "s" : ""}`;

/** A text of at most so many characters, whole ones of any script. */
export function cut(text, most) {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join("").trimEnd()}…` : text;
}

/** A text in one line, or in two that break between words; each of at most so many characters. */
export function inTwoLines(text, most) {
  if ([...text].length <= most) return [text];
  const words = text.split(" ");
  let first = words.shift();
  while (words.length && [...`${first} ${words[0]}`].length <= most) first += ` ${words.shift()}`;
  return [cut(first, most), cut(words.join(" "), most)].filter(Boolean);
}

/** Text without case, accents and kinds of apostrophe, to be searched in. */
export const folded = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’ʼ]/g, "'").replaceAll("œ", "oe").replaceAll("æ", "ae");
