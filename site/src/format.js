// French numbers, days, names and plurals. Pure.

const LOCALE = "fr-FR";
const numbers = new Intl.NumberFormat(LOCALE);

const MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");

/** 1323 → « 1 323 » */
export const number = (value) => numbers.format(value);

/** 3 of 7 → « 43 % », half up by whole numbers as the tables are written; of none → « – » */
export const share = (part, total) =>
  total ? `${Math.floor((200 * part + total) / (2 * total))}\u00a0%` : "–";

/** 3, « produit » → « 3 produits » */
export const count = (value, word) => `${number(value)} ${word}${value > 1 ? "s" : ""}`;

/** A text of at most so many characters, whole ones of any script. */
export function cut(text, most) {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join("").trimEnd()}…` : text;
}

/** Names of an axis, each in lines of at most so many characters that break between words. Three lines at most; of names
 * that would read the same then, all lines. */
export function wrapped(names, most) {
  const whole = names.map((name) => inLines(name, most));
  const short = whole.map((lines) => (lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1]}…`] : lines));
  const seen = short.map((lines) => lines.join("\n"));
  return short.map((lines, of) => (seen.filter((each) => each === seen[of]).length > 1 ? whole[of] : lines));
}

const MOST_LINES = 3;

function inLines(text, most) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if ([...longer].length <= most || lines.at(-1) === "") lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => cut(line, most));
}

/** « 1er août 2026 » → 2026-08-01; anything else → null */
export function isoDay(text) {
  const found = /^(\d{1,2})(?:er)?\s(\p{L}+)\s(\d{4})$/u.exec(text.trim());
  const month = found ? MONTHS.indexOf(found[2]) + 1 : 0;
  return month ? `${found[3]}-${String(month).padStart(2, "0")}-${found[1].padStart(2, "0")}` : null;
}

/** « août 2026 » → 2026-08; anything else → null */
export const isoMonth = (text) => isoDay(`1er ${text}`)?.slice(0, 7) ?? null;

/** Text without case, accents and kinds of apostrophe, to be searched in. */
export const folded = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’ʼ]/g, "'").replaceAll("œ", "oe").replaceAll("æ", "ae");
