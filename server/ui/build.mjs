// Builds the browser assets into server/communique/web/static. `node build.mjs --check` builds them
// elsewhere and fails when a byte differs from what is committed.
import { createHash } from "node:crypto";
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile, copyFile, cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { land } from "./land.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const shipped = join(here, "..", "communique", "web", "static");
const checking = process.argv.includes("--check");
const out = checking ? await mkdtemp(join(tmpdir(), "communique-ui-")) : shipped;

const FONTS = {
  "public-sans-latin.woff2": "@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2",
  "public-sans-latin-ext.woff2": "@fontsource-variable/public-sans/files/public-sans-latin-ext-wght-normal.woff2",
  "source-serif-latin.woff2": "@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2",
  "source-serif-latin-ext.woff2": "@fontsource/source-serif-4/files/source-serif-4-latin-ext-400-normal.woff2",
};
const ENTRIES = ["site", "article", "network", "map", "editor"];
// Data and fonts are no modules: esbuild does not see them, so their licences are named here.
const COPIED = ["@fontsource-variable/public-sans", "@fontsource/source-serif-4", "world-atlas"];

async function filesOf(folder) {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((f) => f.isFile()).map((f) => relative(folder, join(f.parentPath ?? f.path, f.name))).sort();
}

async function licences(metafiles) {
  const names = new Set(COPIED);
  for (const input of metafiles.flatMap((metafile) => Object.keys(metafile.inputs))) {
    const match = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/);
    if (match) names.add(match[1]);
  }
  const parts = ["The browser assets in this folder contain the following third-party works.\n"];
  for (const name of [...names].sort()) {
    const folder = join(here, "node_modules", name);
    const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).sort().find((f) => /^licen[cs]e/i.test(f));
    const text = file ? await readFile(join(folder, file), "utf8") : `Licence: ${about.license}\n`;
    parts.push(`${"=".repeat(72)}\n${name} ${about.version} (${about.license})\n${"=".repeat(72)}\n\n${text.trim()}\n`);
  }
  return parts.join("\n");
}

await rm(join(out), { recursive: true, force: true });
await mkdir(join(out, "fonts"), { recursive: true });
for (const [name, source] of Object.entries(FONTS)) await copyFile(join(here, "node_modules", source), join(out, "fonts", name));
await cp(join(here, "src", "icon.svg"), join(out, "icon.svg"));
await writeFile(join(out, "land.svg"), await land(join(here, "node_modules", "world-atlas", "land-50m.json")));

const common = { bundle: true, minify: true, legalComments: "none", metafile: true, absWorkingDir: here, logLevel: "warning", target: ["es2022", "chrome111", "firefox113", "safari16.4"], charset: "utf8" };
const scripts = await build({ ...common, format: "esm", entryPoints: ENTRIES.map((name) => `src/${name}.js`), outdir: out });
const browser = await build({ ...common, format: "esm", jsx: "automatic", define: { "process.env.NODE_ENV": '"production"' }, loader: { ".svg": "dataurl" }, entryPoints: { browse: "src/browse.jsx", "browse-layout": "@reactodia/workspace/layout.worker" }, outdir: out });
await build({ ...common, entryPoints: ["src/site.css"], outdir: out, external: ["fonts/*"] });
await writeFile(join(out, "THIRD_PARTY_LICENSES.txt"), await licences([scripts.metafile, browser.metafile]));

const sums = {};
for (const name of await filesOf(out)) sums[name] = createHash("sha256").update(await readFile(join(out, name))).digest("hex");
if (checking) {
  const wrong = [];
  const there = await filesOf(shipped);
  for (const name of new Set([...there, ...Object.keys(sums)])) {
    const bytes = there.includes(name) ? await readFile(join(shipped, name)) : null;
    if (!bytes || createHash("sha256").update(bytes).digest("hex") !== sums[name]) wrong.push(name);
  }
  await rm(out, { recursive: true });
  if (wrong.length) {
    console.error(`these assets are not what their sources build: ${wrong.join(", ")}`);
    process.exit(1);
  }
  console.log(`${Object.keys(sums).length} assets are exactly what their sources build`);
} else {
  for (const [name, sum] of Object.entries(sums)) console.log(sum.slice(0, 12), name);
}
