// When the page changes between light, dark and print, the charts are drawn again in its colours.

const DARK = "(prefers-color-scheme: dark)";

/** Call `redraw` each time the colours change: the DSFR's switch, the system's setting, the printer. */
export function followTheme(redraw) {
  const { documentElement: root } = document;
  let theme = root.dataset.frTheme;
  const redrawIfChanged = () => {
    if (root.dataset.frTheme === theme) return; // written again as it was, which the DSFR's script does when it starts
    theme = root.dataset.frTheme;
    redraw();
  };
  new MutationObserver(redrawIfChanged).observe(root, { attributes: true, attributeFilter: ["data-fr-theme"] });
  printLight(root, redrawIfChanged);
  const asSystem = () => followSystem(root);
  matchMedia(DARK).addEventListener("change", asSystem);
  asSystem();
}

/** Where the DSFR's own script is not loaded, this says which theme the system asks for, unless the reader chose one. */
function followSystem(root) {
  if (root.dataset.frScheme !== "system" || "dsfr" in globalThis) return;
  root.dataset.frTheme = matchMedia(DARK).matches ? "dark" : "light";
}

/** Paper is light: a dark page is printed in the light theme, and dark again afterwards. */
function printLight(root, redraw) {
  let onScreen;
  addEventListener("beforeprint", () => {
    onScreen = root.dataset.frTheme;
    if (onScreen === "dark") root.dataset.frTheme = "light";
    redraw();
  });
  addEventListener("afterprint", () => {
    if (onScreen === "dark") root.dataset.frTheme = onScreen;
  });
}
