// The query editor: CodeMirror over the form's own textarea, answers fetched and shown in place.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { completions, loadTerms } from "./editor/completion.js";
import { Results } from "./editor/results.js";

const MOST_BYTES = 32 * 1024 * 1024;
const LONGEST_ADDRESS = 6000;

const form = document.querySelector("#ask");
const textarea = form.querySelector("textarea");
const status = document.querySelector("#status");
const problem = document.querySelector("#problem");
const cancel = document.querySelector("#cancel");
const results = new Results(document.querySelector("#answer"), form.dataset);
let running = null;

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.definition(tags.variableName)], color: "var(--event-line)" },
  { tag: [tags.string, tags.integer, tags.float, tags.bool], color: "var(--when-line)" },
  { tag: [tags.namespace, tags.url, tags.typeName], color: "var(--where-line)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);
const theme = EditorView.theme({
  "&": { fontSize: ".9rem" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", minHeight: "16rem" },
  ".cm-gutter, .cm-content": { minHeight: "16rem" },
  ".cm-content": { padding: ".7rem 0", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { background: "var(--tint)", color: "var(--soft)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "color-mix(in srgb, var(--tint) 60%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--accent-tint)" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--when)", color: "inherit" },
  ".cm-tooltip": { background: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--rule)", borderRadius: ".4rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--paper)" },
  ".cm-completionDetail": { color: "inherit", opacity: ".85", fontStyle: "normal", marginLeft: "1.2em" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--warn)" },
});

const view = new EditorView({
  state: EditorState.create({
    doc: textarea.value,
    extensions: [
      EditorView.cspNonce.of(form.dataset.nonce),
      Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (form.requestSubmit(), true) }])),
      lineNumbers(),
      lintGutter(),
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      sparql(),
      syntaxHighlighting(colours),
      autocompletion({ override: [completions], maxRenderedOptions: 60 }),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-labelledby": "query-label", spellcheck: "false" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) textarea.value = update.state.doc.toString();
      }),
      theme,
    ],
  }),
});
textarea.before(view.dom);
textarea.hidden = true;
document.querySelector("#query-label").removeAttribute("for");
loadTerms(form.dataset.terms);

function mark(line, column, message) {
  const text = view.state.doc;
  const row = text.line(Math.min(Math.max(line, 1), text.lines));
  const from = Math.min(row.from + Math.max(column - 1, 0), row.to);
  const word = row.text.slice(from - row.from).match(/^[\w:?$-]+/)?.[0].length ?? 1;
  const to = Math.min(from + word, row.to);
  view.dispatch(setDiagnostics(view.state, [{ from: Math.min(from, to), to: Math.max(to, Math.min(from + 1, text.length)), severity: "error", message }]));
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
}

function paragraph(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

function showProblem(found) {
  problem.replaceChildren();
  const where = found.line ? ` at line ${found.line}, column ${found.column}` : "";
  problem.append(paragraph(`${found.title}${where}`), paragraph(found.detail ?? ""));
  for (const hint of found.hints ?? []) problem.append(paragraph(hint));
  problem.hidden = false;
  if (found.line) mark(found.line, found.column ?? 1, found.detail ?? found.title);
}

async function bodyOf(reply) {
  // Read by hand: a reply that would not fit is stopped, not swallowed.
  const reader = reply.body.getReader();
  const chunks = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new Error(`The answer is larger than ${MOST_BYTES >> 20} MiB. Add a LIMIT, or download it.`);
    }
    chunks.push(value);
    status.textContent = `Receiving, ${Math.ceil(size / 1024).toLocaleString("en")} kB`;
  }
  return await new Blob(chunks).text();
}

async function run() {
  running?.abort();
  const controller = (running = new AbortController());
  const query = view.state.doc.toString();
  const data = new URLSearchParams(new FormData(form));
  data.set("query", query);
  problem.hidden = true;
  view.dispatch(setDiagnostics(view.state, []));
  status.textContent = "Running";
  cancel.hidden = false;
  const start = performance.now();
  try {
    const reply = await fetch(form.dataset.endpoint, {
      method: "POST",
      body: data,
      signal: controller.signal,
      headers: { Accept: "application/sparql-results+json, application/n-triples;q=0.9, application/problem+json;q=0.8" },
    });
    const text = await bodyOf(reply);
    const type = reply.headers.get("Content-Type") ?? "";
    if (!reply.ok) {
      status.textContent = "";
      showProblem(type.includes("json") ? JSON.parse(text) : { title: `${reply.status}`, detail: text });
      return;
    }
    const added = reply.headers.get("X-Prefixes-Added");
    const seconds = ((performance.now() - start) / 1000).toFixed(2);
    const count = type.includes("sparql-results+json") ? results.showSolutions(JSON.parse(text), query) : results.showGraph(text, query);
    status.textContent = `${count} in ${seconds} s${added ? `; prefixes added: ${added}` : ""}`;
    remember(query);
  } catch (error) {
    status.textContent = error.name === "AbortError" ? "Cancelled" : "";
    if (error.name !== "AbortError") showProblem({ title: "No answer", detail: error.message });
  } finally {
    if (running === controller) {
      running = null;
      cancel.hidden = true;
    }
  }
}

async function remember(query) {
  const address = `${form.dataset.endpoint}?${new URLSearchParams({ query })}`;
  if (address.length <= LONGEST_ADDRESS && location.href !== new URL(address, location).href) window.history.pushState({ query }, "", address);
  try {
    const reply = await fetch(form.dataset.snippets, { method: "POST", body: new URLSearchParams({ query }) });
    if (reply.ok) {
      const box = document.querySelector("#snippets");
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      box.replaceChildren(...page.body.childNodes);
    }
  } catch {
    // The snippets stay those of the query before; the answer is what counts.
  }
}

addEventListener("popstate", (event) => {
  if (event.state?.query !== undefined) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: event.state.query } });
  else location.reload();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
cancel.addEventListener("click", () => running?.abort());
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && running) running.abort();
});
results.enhance(run);
if (problem.dataset.line) mark(Number(problem.dataset.line), Number(problem.dataset.column), problem.textContent.trim());
form.dataset.ready = "";
