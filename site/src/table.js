// A table of the page → plain values. What is drawn, listed and taken away is what the table says: facts stand once.

/** Read what a figure's chart shows: the columns that are series, and of the rows that have a key, their values. */
export function readTable(table) {
  const series = [...(table.tHead?.rows[0]?.cells ?? [])]
    .map((cell) => ({ index: cell.cellIndex, ...cell.dataset, label: ownText(cell) }))
    .filter((column) => column.statsSeries !== undefined);
  const rows = [...(table.tBodies[0]?.rows ?? [])].filter((row) => row.dataset.statsKey !== undefined);
  return {
    series: series.map(({ statsSeries: key, statsRole: role = "bar", statsWord, statsEqual: equal, label }) => ({
      key, role, label: statsWord ?? label, equal,
    })),
    rows: rows.map((row) => ({
      key: row.dataset.statsKey,
      label: ownText(row.cells[0]),
      open: row.dataset.statsOpen !== undefined,
      values: series.map(({ index }) => numberIn(row.cells[index])),
    })),
  };
}

/** A cell's words but for what stands small beside them. */
export function ownText(cell) {
  const parts = [...cell.childNodes].filter((node) => node.nodeName !== "SMALL");
  return parts.map((node) => node.textContent).join("").replace(/\s+/g, " ").trim();
}

const numberIn = (cell) => {
  const value = cell ? plain(ownText(cell)) : null;
  return typeof value === "number" ? value : null;
};

/** What stands small beside a cell's words. */
export const smallText = (cell) =>
  [...cell.querySelectorAll("small")].map((small) => small.textContent.replace(/\s+/g, " ").trim()).join(" ");

/** « 1 323 » → 1323, « 76,5 » → 76.5; « – », which is shown for want of a value, → nothing; any other text in one line. */
export function plain(text) {
  const line = text.replace(/\s+/g, " ").trim();
  if (line === "–") return null;
  return /^\d{1,3}([\s\u202f\u00a0]?\d{3})*(,\d+)?$/.test(line) ? Number(line.replace(/[^\d,]/g, "").replace(",", ".")) : line;
}
