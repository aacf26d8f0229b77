// The data block of the page, which says of which version its tables are, or the sentence that says why not. Pure.

export const SCHEMA_VERSION = 2;

const BROKEN =
  "Les graphiques ne peuvent pas être dessinés : les données de la page sont illisibles. Les tableaux restent lisibles.";

const foreign = (version) =>
  `Les graphiques ne sont pas dessinés : les données sont à la version ${version}, et cette page connaît la version ` +
  `${SCHEMA_VERSION}. Les tableaux restent lisibles. Mettez à jour stats.js et les gabarits de la page.`;

/** Read the text of the data block: nothing, or why the page is not known here. */
export function refusalOf(text) {
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    return BROKEN;
  }
  if (document === null || typeof document !== "object") return BROKEN;
  if (document.schema_version !== SCHEMA_VERSION) return foreign(document.schema_version ?? "inconnue");
  return null;
}

/** The address of a product on this site, or null: nothing else is ever linked. */
export const localAddress = (url) => (typeof url === "string" && /^\/(?![/\\])[^\s\p{Cc}]*$/u.test(url) ? url : null);
