// French numbers and dates. Pure.

const LOCALE = "fr-FR";
const numbers = new Intl.NumberFormat(LOCALE);
const days = new Intl.DateTimeFormat(LOCALE, { dateStyle: "long", timeZone: "UTC" });

const months = new Intl.DateTimeFormat(LOCALE, { year: "numeric", month: "long", timeZone: "UTC" });

/** 1323 → « 1 323 » */
export const number = (value) => numbers.format(value);

/** 3 of 7 → « 43 % », half up by whole numbers as the tables are written; of none → « – » */
export const share = (part, total) =>
  total ? `${Math.floor((200 * part + total) / (2 * total))}\u00a0%` : "–";

/** 2026-08-20 → « 20 août 2026 », 2025-01-01 → « 1er janvier 2025 »; what is no day stays as it is written */
export function day(iso) {
  const [year, month, date] = String(iso).split("-").map(Number);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return String(iso);
  const written = days.format(Date.UTC(year, month - 1, date));
  return written.replace(/^1 /, "1er ");
}

/** 2024-03 → « mars 2024 » */
export function month(iso) {
  const [year, of] = iso.split("-").map(Number);
  return months.format(Date.UTC(year, of - 1));
}

/** 3, « produit » → « 3 produits » */
export const count = (value, word) => `${number(value)} ${word}${value > 1 ? "s" : ""}`;

/** Text without case and accents, to be searched in. */
export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
