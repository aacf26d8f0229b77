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
  printLight(root);
  // The DSFR's own script says which theme the system asks for; where it is not loaded, this does.
  if (root.dataset.frScheme !== "system" || "dsfr" in globalThis) return;
  const asSystem = () => {
    root.dataset.frTheme = matchMedia(DARK).matches ? "dark" : "light";
  };
  matchMedia(DARK).addEventListener("change", asSystem);
  asSystem();
}

/** Paper is light: a dark page is printed in the light theme, and dark again afterwards. */
function printLight(root) {
  let onScreen;
  addEventListener("beforeprint", () => {
    onScreen = root.dataset.frTheme;
    if (onScreen === "dark") root.dataset.frTheme = "light";
  });
  addEventListener("afterprint", () => {
    if (onScreen === "dark") root.dataset.frTheme = onScreen;
  });
}
