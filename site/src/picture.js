// A drawn chart → a PNG that stands alone: title above, source below, on the page's background.

import { readPalette } from "./palette.js";
import { save } from "./dom.js";

const MARGIN = 16;
const LINE = 22;

/** Save a chart's canvas under a name, with the title and the source that the figure shows. */
export function savePicture(canvas, name, title, source) {
  const palette = readPalette(canvas);
  const scale = canvas.width / canvas.clientWidth || 1;
  const inner = canvas.clientWidth;
  const picture = document.createElement("canvas");
  const pen = picture.getContext("2d");
  pen.font = font(palette, 18, "bold");
  const titles = wrapped(pen, title, inner);
  pen.font = font(palette, 13);
  const lines = wrapped(pen, source, inner);
  const height = titles.length * LINE + MARGIN + canvas.clientHeight + lines.length * LINE + 2 * MARGIN;
  picture.width = (inner + 2 * MARGIN) * scale;
  picture.height = height * scale;
  pen.scale(scale, scale);
  pen.fillStyle = palette.background;
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.fillStyle = palette.text;
  pen.font = font(palette, 18, "bold");
  titles.forEach((line, index) => pen.fillText(line, MARGIN, MARGIN + LINE * (index + 1) - 6, inner));
  const top = MARGIN + titles.length * LINE + MARGIN;
  pen.drawImage(canvas, MARGIN, top, inner, canvas.clientHeight);
  pen.font = font(palette, 13);
  lines.forEach((line, index) => pen.fillText(line, MARGIN, top + canvas.clientHeight + LINE * (index + 1)));
  picture.toBlob((blob) => save(blob, `${name}.png`), "image/png");
}

const font = (palette, size, weight = "normal") => `${weight} ${size}px ${palette.font}`;

function wrapped(pen, text, width) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.filter(Boolean);
}
