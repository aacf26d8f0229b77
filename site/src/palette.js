// Colours from the page's style (stats.css), so that the charts follow the light and the dark theme.

const NAMES = {
  met: "--stats-met",
  partly: "--stats-partly",
  unmet: "--stats-unmet",
  undeclared: "--stats-undeclared",
  unknown: "--stats-unknown",
};

let known = {};

/** The colours as the page shows them now; asked of the browser once a theme, which has it lay out what has changed. */
export function readPalette(element) {
  const theme = document.documentElement.dataset.frTheme;
  if (known.theme !== theme || !known.palette) known = { theme, palette: readFrom(getComputedStyle(element)) };
  return known.palette;
}

function readFrom(style) {
  const read = (name) => style.getPropertyValue(name).trim();
  const colours = Array.from({ length: 3 }, (_, index) => read(`--stats-colour-${index}`));
  const named = Object.fromEntries(Object.entries(NAMES).map(([outcome, name]) => [outcome, read(name)]));
  return {
    text: read("--stats-text"),
    grid: read("--stats-grid"),
    background: read("--stats-background"),
    target: read("--stats-target"),
    published: read("--stats-published"),
    font: style.fontFamily,
    fill: (colour) => named[colour] ?? colours[colour % colours.length],
  };
}

const HEIGHTS = { full: 8, open: 12, equal: 14 };

/** A dash with a rim, so that it is seen on a bar of any colour; an open one shows what is under it, an « equal » one is two. */
export function dash(palette, width, form = "full") {
  const height = HEIGHTS[form];
  const made = document.createElement("canvas");
  made.width = width;
  made.height = height;
  made.dataset.form = form;
  const pen = made.getContext("2d");
  pen.fillStyle = palette.background;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = palette.target;
  pen.fillRect(2, 2, width - 4, height - 4);
  if (form === "open") pen.clearRect(4, 4, width - 8, height - 8);
  pen.fillStyle = palette.background;
  if (form === "equal") pen.fillRect(0, 6, width, 2);
  return made;
}

/** A colour with a fine pattern of the page's background on it, dots or levels; without one the colour alone. */
export function textured(colour, background, texture) {
  if (!texture) return colour;
  const size = 8;
  const { tile, pen } = tileOf(size, colour);
  pen.fillStyle = background;
  pen.globalAlpha = 0.55; // seen when looked for, and no more
  if (texture === "dots") pen.fillRect(2, 2, 2, 2);
  if (texture === "levels") pen.fillRect(0, 0, size, 1);
  return pen.createPattern(tile, "repeat");
}

/** Stripes: what is not finished, not known or not met is told from the rest without colour. */
export function stripes(colour, background, leaning = 1) {
  const size = 8;
  const { tile, pen } = tileOf(size, background);
  pen.strokeStyle = colour;
  pen.lineWidth = 2.5;
  pen.beginPath();
  for (const start of [-size, 0, size]) {
    pen.moveTo(leaning > 0 ? start : start + size, size);
    pen.lineTo(leaning > 0 ? start + size : start, 0);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}

function tileOf(size, ground) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = size;
  const pen = tile.getContext("2d");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, size, size);
  return { tile, pen };
}
