// Rows → CSV as French spreadsheets open it by a double click: semicolons, CRLF, a byte order mark.

const BYTE_ORDER_MARK = "\uFEFF";

/** Write rows (lists of text or numbers). No cell begins as a formula would: titles are other people's text. */
export function toCsv(rows) {
  const lines = rows.map((row) => row.map(cell).join(";"));
  return `${BYTE_ORDER_MARK}${lines.join("\r\n")}\r\n`;
}

function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value).replace(".", ",");
  const inert = /^[\s\p{Cc}]*[=+\-@|%＝＋－＠]/u.test(value) ? `'${value}` : value;
  // A comma too: where a spreadsheet parts cells at commas, what follows one would begin a cell of its own.
  return /[",;\r\n\t']/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
