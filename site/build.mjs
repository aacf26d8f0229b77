// Bundles site/src into the one classic script that the page loads; with --check, says whether the built file is today's.

import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const BUILT = new URL("assets/additional/js/stats.js", import.meta.url).pathname;
const checking = process.argv.includes("--check");

const { outputFiles } = await build({
  entryPoints: [new URL("src/main.js", import.meta.url).pathname],
  outfile: BUILT,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "inline",
  banner: { js: "/* startup-stats, built from site/src by site/build.mjs: change it there. */" },
  write: !checking,
});

if (checking && (await readFile(BUILT, "utf8").catch(() => "")) !== outputFiles[0].text) {
  console.error("site/assets/additional/js/stats.js is not what site/src says: run `make page` and commit it.");
  process.exit(1);
}
