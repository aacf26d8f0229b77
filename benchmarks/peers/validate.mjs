// The opponent of benchmarks/bench.py: the same content validated the way a Jekyll site's CI commonly does it,
// gray-matter to read the front matter and zod to judge it. `node validate.mjs PATH` prints « N files, E errors ».
// The rules are those the site's live CI accepts; it computes no indicator and knows no line numbers.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import matter from "gray-matter";
import { z } from "zod";

if (process.argv.length !== 3) {
  console.error("usage: node validate.mjs PATH");
  process.exit(2);
}
const content = join(process.argv[2], "content");

const list = (folder) => readdirSync(join(content, folder)).filter((name) => name.endsWith(".md"));
const names = {
  _startups: list("_startups"),
  _authors: list("_authors"),
  _incubators: list("_incubators"),
  _organisations: list("_organisations"),
};

const idsOf = (folder, prefix = "") => new Set(names[folder].map((name) => prefix + name.slice(0, -".md".length)));
const startupIds = idsOf("_startups");
const incubatorIds = idsOf("_incubators");
const organisationPaths = idsOf("_organisations", "/organisations/");

const text = z.string();
const filled = z.string().min(1);
const optionalText = text.nullish();
const optionalFlag = z.boolean().nullish();
const texts = z.array(text);
// YAML makes a Date of an unquoted day and leaves a quoted one a string.
const day = z.union([z.date(), z.iso.date().transform((value) => new Date(value))]);
const known = (ids) => text.refine((id) => ids.has(id), "is not known");
const isDistinct = (values) => new Set(values).size === values.length;
const distinct = (item) => z.array(item).refine(isDistinct, "has a repeated value");
const endsAfterStart = ({ start, end }) => !end || end > start;

// z.object() accepts unknown keys: it leaves them out of its result.
const phase = z.object({ name: text, start: day, end: day.nullish() }).refine(endsAfterStart, "ends before it starts");
const event = z.object({ name: text, date: day, comment: optionalText });
const product = z
  .object({
    title: text,
    mission: text,
    incubator: known(incubatorIds),
    contact: text,
    sponsors: z.array(known(organisationPaths)).optional(),
    incubators: distinct(known(incubatorIds)).min(2).optional(),
    link: optionalText,
    repository: optionalText,
    dashlord_url: optionalText,
    stats_url: optionalText,
    budget_url: optionalText,
    analyse_risques_url: optionalText,
    accessibility_status: text.optional(),
    stats: optionalFlag,
    analyse_risques: optionalFlag,
    mon_service_securise: optionalFlag,
    events: z.array(event).optional(),
    phases: z.array(phase).refine((phases) => isDistinct(phases.map(({ name }) => name)), "has a phase twice"),
    techno: texts.optional(),
    usertypes: texts.optional(),
    thematiques: texts.optional(),
    redirect_from: texts.optional(),
    fast: z.object({ promotion: z.number(), montant: z.number() }).optional(),
  })
  .refine(({ incubator, incubators }) => !incubators || incubators.includes(incubator), "incubators lacks incubator");

const domaines = [
  "Animation",
  "Coaching",
  "Déploiement",
  "Design",
  "Développement",
  "Intraprenariat",
  "Produit",
  "Support",
  "Data",
  "Attributaire",
  "Autre",
];
const mission = z
  .object({
    start: day,
    end: day,
    status: text,
    employer: optionalText,
    startups: distinct(known(startupIds)).optional(),
  })
  .refine(endsAfterStart, "ends before it starts");
const member = z.object({
  fullname: filled,
  role: filled,
  domaine: z.enum(domaines),
  missions: z.array(mission),
  startups: distinct(known(startupIds)).optional(),
  previously: distinct(known(startupIds)).optional(),
  competences: distinct(text).optional(),
  link: optionalText,
  github: optionalText,
  badges: texts.optional(),
  teams: texts.optional(),
});
const memberName = /^[a-z_.-]+\.[a-z_.-]+\.md$/;

const schemas = {
  _startups: product,
  _authors: member,
  _incubators: z.object({ title: text }),
  _organisations: z.object({ name: text }),
};

function check(folder, name) {
  const faults = [];
  if (folder === "_authors" && !memberName.test(name)) {
    faults.push("the file name is not first.last.md");
  }
  const source = readFileSync(join(content, folder, name), "utf8");
  try {
    const result = schemas[folder].safeParse(matter(source).data);
    if (!result.success) {
      faults.push(...result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`));
    }
  } catch (error) {
    faults.push(error.message); // gray-matter throws where YAML can't be read
  }
  return faults;
}

let files = 0;
let errors = 0;
for (const folder of Object.keys(names)) {
  for (const name of names[folder]) {
    const faults = check(folder, name);
    faults.forEach((fault) => console.error(`${folder}/${name}: ${fault}`));
    files += 1;
    errors += faults.length;
  }
}
console.log(`${files} files, ${errors} errors`);
process.exitCode = errors > 0 ? 1 : 0;
