// When the page changes between light, dark and print, the charts are drawn again in its colours.

/** Call `redraw` each time the colours change: the DSFR's switch, the system's setting, the printer. */
export function followTheme(redraw) {
  const { documentElement: root } = document;
  new MutationObserver(redraw).observe(root, { attributes: true, attributeFilter: ["data-fr-theme", "data-fr-scheme"] });
  for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", redraw);
}
