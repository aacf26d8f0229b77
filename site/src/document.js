// The data block of the page → the document, or the sentence that says why not. Pure but for the element read.

export const SCHEMA_VERSION = 2;

const BROKEN =
  "Les graphiques ne peuvent pas être dessinés : les données de la page sont illisibles. Les tableaux restent lisibles.";

const foreign = (version) =>
  `Les graphiques ne sont pas dessinés : les données sont à la version ${version}, et cette page connaît la version ` +
  `${SCHEMA_VERSION}. Les tableaux restent lisibles. Mettez à jour stats.js et les gabarits de la page.`;

/** Read the text of the data block: {document} or {refusal}. */
export function readDocument(text) {
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    return { refusal: BROKEN };
  }
  if (document === null || typeof document !== "object") return { refusal: BROKEN };
  if (document.schema_version !== SCHEMA_VERSION) return { refusal: foreign(document.schema_version ?? "inconnue") };
  return { document };
}

/** Products by id, for names and links; an id that left the portfolio is its own title and has no address. */
export function directory(document) {
  const known = new Map((document.products ?? []).map((product) => [product.id, product]));
  return (id) => known.get(id) ?? { id, title: id, url: null };
}

/** The address of a product on this site, or null: nothing else is ever linked. */
export const localAddress = (url) => (typeof url === "string" && /^\/(?![/\\])[^\s\p{Cc}]*$/u.test(url) ? url : null);
