// What is written on a colour reads on it: WCAG's contrast. Pure.

import { color } from "chart.js/helpers";

const INKS = ["#ffffff", "#000000"];

/** The contrast of two colours, 1 to 21. */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** White or black, whichever reads better on a ground that is one colour; null where it is none, or a texture. */
export function inkOn(ground) {
  if (typeof ground !== "string" || !color(ground).valid) return null;
  return INKS.reduce((best, ink) => (contrast(ink, ground) > contrast(best, ground) ? ink : best));
}

function luminance(of) {
  const { r, g, b } = color(of).rgb;
  const [red, green, blue] = [r, g, b].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
