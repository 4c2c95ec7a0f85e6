// Shows an answer: as a table, and where its terms allow it as a graph, on a map, on a timeline.
import { drawGraph } from "./graph.js";
import { drawMap, pointOf } from "./map.js";
import { drawTimeline, daysOf } from "./timeline.js";

const MOST_ROWS = 1000;
const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";

export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export class Results {
  constructor(box, paths) {
    this.box = box;
    this.paths = paths;
    this.view = box.querySelector("#view");
    this.tabs = box.querySelector(".tabs");
    this.downloads = box.querySelector("#downloads");
  }

  // An answer that the server has put into the page gets its other views when somebody asks for them.
  enhance(run) {
    if (!this.box.hidden && this.view.querySelector("table, pre")) {
      const button = make("button", { type: "button", class: "button quiet" }, "Other views: graph, map, timeline");
      button.addEventListener("click", run);
      this.tabs.before(button);
      this.more = button;
    }
  }

  // Only http and https lead away; what lies under the base is shown here.
  href(iri) {
    if (iri.startsWith(this.paths.base)) {
      const rest = iri.slice(this.paths.base.length);
      if (/^(person|office|event|base|place|country|organization|delegation|tenure|presence|remark|agent|article|disagreement)\/[^/?#]+$/.test(rest)) return `${this.paths.root}/${rest}`;
      const claim = rest.match(/^article\/([^/?#]+)#claim-([^/?#]+)$/);
      if (claim) return `${this.paths.root}/claim/${claim[1]}/${claim[2]}`;
      return this.paths.thing + encodeURIComponent(iri);
    }
    if (iri.startsWith("https://w3id.org/communique/")) return this.paths.thing + encodeURIComponent(iri);
    return /^https?:\/\/[^/]/i.test(iri) ? iri : null;
  }

  cell(term) {
    if (!term) return "";
    if (term.type === "uri") {
      const href = this.href(term.value);
      const shown = make("bdi", {}, this.short(term.value));
      return href ? make("a", { href, ...(href.startsWith("http") ? { rel: "noreferrer external" } : {}) }, shown) : shown;
    }
    const shown = make("bdi", term["xml:lang"] ? { lang: term["xml:lang"] } : {}, term.type === "bnode" ? `_:${term.value}` : term.value.slice(0, 2000));
    if (term.datatype) shown.title = term.datatype;
    return shown;
  }

  short(iri) {
    return iri.startsWith(this.paths.base) ? iri.slice(this.paths.base.length) : iri;
  }

  showSolutions(document, query) {
    if ("boolean" in document) {
      this.open([["Answer", () => make("p", { class: "lede" }, document.boolean ? "Yes" : "No")]], query, ["json", "xml"]);
      return "Answered";
    }
    const columns = document.head.vars ?? [];
    const rows = document.results.bindings;
    const views = [["Table", () => this.table(columns, rows)]];
    const nodes = columns.filter((name) => rows.some((row) => row[name]?.type === "uri"));
    if (nodes.length > 1 && rows.length) views.push(["Graph", () => drawGraph(this.edgesOf(rows, nodes, columns), (iri) => this.href(iri))]);
    const where = columns.find((name) => rows.some((row) => pointOf(row[name])));
    if (where) views.push(["Map", () => drawMap(rows, columns, where, (iri) => this.href(iri))]);
    const when = columns.find((name) => rows.some((row) => daysOf(row[name])));
    if (when) views.push(["Timeline", () => drawTimeline(rows, columns, when, (iri) => this.href(iri))]);
    this.open(views, query, ["csv", "tsv", "json", "xml"]);
    return `${rows.length.toLocaleString("en")} row${rows.length === 1 ? "" : "s"}`;
  }

  edgesOf(rows, nodes, columns) {
    const labels = new Map();
    const edges = [];
    for (const row of rows) {
      const [from, to] = nodes.filter((name) => row[name]?.type === "uri");
      if (!to) continue;
      edges.push([row[from].value, row[to].value, ""]);
      for (const name of [from, to]) {
        const label = columns.find((other) => row[other]?.type === "literal" && (other === `${name}Label` || other === `${name}_label` || other === `${name}_name` || (name === nodes[0] && /^(label|name|title)$/.test(other))));
        labels.set(row[name].value, label ? row[label].value : (labels.get(row[name].value) ?? this.short(row[name].value)));
      }
    }
    return { edges, labels };
  }

  showGraph(text, query) {
    const triples = text.split("\n").filter(Boolean).map(triple).filter(Boolean);
    const labels = new Map();
    const edges = [];
    for (const [s, p, o] of triples) {
      if (p === LABEL) labels.set(s, o.value);
      else if (o.type === "uri" && p !== RDF_TYPE) edges.push([s, o.value, this.short(p).split(/[#/]/).at(-1)]);
    }
    for (const edge of edges) for (const end of edge.slice(0, 2)) if (!labels.has(end)) labels.set(end, this.short(end));
    const rows = triples.map(([s, p, o]) => ({ subject: { type: s.startsWith("_:") ? "bnode" : "uri", value: s.replace(/^_:/, "") }, predicate: { type: "uri", value: p }, object: o }));
    const views = [["Table", () => this.table(["subject", "predicate", "object"], rows)]];
    if (edges.length) views.push(["Graph", () => drawGraph({ edges, labels }, (iri) => this.href(iri))]);
    views.push(["N-Triples", () => make("pre", { tabindex: "0" }, text.slice(0, 200000))]);
    this.open(views, query, ["ttl", "nt", "jsonld", "rdfxml"]);
    return `${triples.length.toLocaleString("en")} triple${triples.length === 1 ? "" : "s"}`;
  }

  table(columns, rows) {
    if (!rows.length) return make("p", { class: "note" }, "No solutions: nothing in the graph fits the pattern.");
    const head = make("tr", {}, ...columns.map((name) => make("th", { scope: "col" }, make("bdi", {}, name))));
    const body = make("tbody");
    for (const row of rows.slice(0, MOST_ROWS)) body.append(make("tr", {}, ...columns.map((name) => make("td", {}, this.cell(row[name])))));
    const box = make("div", {}, make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Rows" }, make("table", {}, make("thead", {}, head), body)));
    if (rows.length > MOST_ROWS) box.append(make("p", { class: "note small" }, `The first ${MOST_ROWS.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows. The downloads hold all.`));
    return box;
  }

  open(views, query, formats) {
    this.more?.remove();
    this.box.hidden = false;
    this.tabs.replaceChildren();
    this.tabs.hidden = views.length < 2;
    const buttons = views.map(([name, draw], place) => {
      const button = make("button", { type: "button", role: "tab", "aria-controls": "view", id: `tab-${place}` }, name);
      button.addEventListener("click", () => this.choose(buttons, place, draw));
      button.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = buttons[(place + step + buttons.length) % buttons.length];
        next.focus();
        next.click();
      });
      return button;
    });
    this.tabs.append(...buttons);
    this.choose(buttons, 0, views[0][1]);
    const address = (extra) => `${this.paths.endpoint}?${new URLSearchParams({ query, ...extra })}`;
    this.downloads.replaceChildren("Download ");
    for (const format of formats) this.downloads.append(make("a", { href: address({ format, _dl: "1", "add-prefixes": "1" }), rel: "nofollow" }, format.toUpperCase()), " ");
    this.downloads.append("· ", make("a", { href: address({}), id: "permalink" }, "Permalink"));
  }

  choose(buttons, place, draw) {
    buttons.forEach((button, other) => {
      button.setAttribute("aria-selected", other === place);
      button.tabIndex = other === place ? 0 : -1;
    });
    this.view.setAttribute("role", buttons.length > 1 ? "tabpanel" : "group");
    this.view.setAttribute("aria-labelledby", buttons[place].id);
    this.view.replaceChildren(draw());
  }
}

// One line of N-Triples (https://www.w3.org/TR/n-triples/).
function triple(line) {
  const match = line.match(/^(<[^>]*>|_:\S+)\s+<([^>]*)>\s+(.*?)\s*\.\s*$/);
  if (!match) return null;
  const [, s, p, o] = match;
  const subject = s.startsWith("<") ? s.slice(1, -1) : s;
  if (o.startsWith("<")) return [subject, p, { type: "uri", value: o.slice(1, -1) }];
  if (o.startsWith("_:")) return [subject, p, { type: "bnode", value: o.slice(2) }];
  const literal = o.match(/^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/);
  if (!literal) return null;
  const value = literal[1].replace(/\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)/g, (_, e) => (/^[uU]./.test(e) ? String.fromCodePoint(parseInt(e.slice(1), 16)) : ({ n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" }[e] ?? e)));
  return [subject, p, { type: "literal", value, ...(literal[2] ? { "xml:lang": literal[2] } : {}), ...(literal[3] ? { datatype: literal[3] } : {}) }];
}
