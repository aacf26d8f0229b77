// The opponent of benchmarks/bench.py: the same content validated the way a Jekyll site's CI commonly does it,
// gray-matter to read the front matter and zod to judge it. `node validate.mjs PATH` prints « N files, E errors ».
// The rules are those the site's live CI accepts; it computes no indicator and knows no line numbers.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import matter from "gray-matter";
import { z } from "zod";

const root = join(process.argv[2] ?? ".", "content");

function read(folder) {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => ({ id: name.slice(0, -3), data: matter(readFileSync(join(root, folder, name), "utf8")).data }));
}

const collections = {
  startups: read("_startups"),
  authors: read("_authors"),
  incubators: read("_incubators"),
  organisations: read("_organisations"),
};
const ids = Object.fromEntries(Object.entries(collections).map(([name, files]) => [name, new Set(files.map((f) => f.id))]));

const day = z.coerce.date();
const text = z.string();
const optionalText = z.string().nullish();
const known = (collection) => text.refine((id) => ids[collection].has(id), { message: `unknown in ${collection}` });
const distinct = (list) => new Set(list).size === list.length;
const endsAfterStart = (period) => !period.end || period.end >= period.start;

const phases = ["investigation", "construction", "acceleration", "consolidation", "transfere", "opere", "abandon", "abandon-investigation"];
const events = ["product_launch", "committee", "other", "national_impact", "end", "fast", "eig"];
const domains = ["Animation", "Coaching", "Déploiement", "Design", "Développement", "Intraprenariat", "Produit", "Support", "Data", "Attributaire", "Autre"];

const phase = z.object({ name: z.enum(phases), start: day, end: day.nullish() }).loose().refine(endsAfterStart);
const product = z
  .object({
    title: text,
    mission: text,
    incubator: known("incubators"),
    contact: text,
    sponsors: z.array(text.refine((path) => ids.organisations.has(path.replace("/organisations/", "")))).nullish(),
    incubators: z.array(known("incubators")).min(2).refine(distinct).optional(),
    link: optionalText,
    repository: optionalText,
    dashlord_url: optionalText,
    stats_url: optionalText,
    budget_url: optionalText,
    analyse_risques_url: optionalText,
    accessibility_status: z.enum(["totalement conforme", "partiellement conforme", "non conforme"]).optional(),
    stats: z.boolean().nullish(),
    analyse_risques: z.boolean().nullish(),
    mon_service_securise: z.boolean().nullish(),
    events: z.array(z.object({ name: z.enum(events), date: day, comment: optionalText }).loose()).optional(),
    phases: z.array(phase).refine((list) => distinct(list.map((item) => item.name))),
    techno: z.array(text).optional(),
    usertypes: z.array(text).optional(),
    thematiques: z.array(text).optional(),
    redirect_from: z.array(text).optional(),
    fast: z.object({ promotion: z.number().optional(), montant: z.number().optional() }).optional(),
  })
  .loose()
  .refine((data) => !data.incubators || data.incubators.includes(data.incubator));

const mission = z
  .object({
    start: day,
    end: day,
    status: z.enum(["admin", "independent", "service"]),
    employer: optionalText,
    startups: z.array(known("startups")).refine(distinct).optional(),
  })
  .loose()
  .refine(endsAfterStart);
const member = z
  .object({
    fullname: z.string().min(1),
    role: z.string().min(1),
    domaine: z.enum(domains),
    missions: z.array(mission),
    startups: z.array(known("startups")).refine(distinct).optional(),
    previously: z.array(known("startups")).refine(distinct).optional(),
    competences: z.array(text).refine(distinct).optional(),
    link: optionalText,
    github: optionalText,
    badges: z.array(z.any()).optional(),
    teams: z.array(z.any()).optional(),
  })
  .loose();
const schemas = {
  startups: product,
  authors: member,
  incubators: z.object({ title: text }).loose(),
  organisations: z.object({ name: text }).loose(),
};

let files = 0;
let errors = 0;
for (const [name, records] of Object.entries(collections)) {
  for (const { id, data } of records) {
    files += 1;
    const result = schemas[name].safeParse(data);
    if (!result.success) {
      errors += result.error.issues.length;
      for (const issue of result.error.issues) console.error(`${name}/${id}: ${issue.path.join(".")}: ${issue.message}`);
    }
  }
}
console.log(`${files} files, ${errors} errors`);
process.exitCode = errors ? 1 : 0;
