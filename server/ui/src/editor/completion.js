// What to offer while somebody types: prefixes, the store's own classes, properties and concepts, variables.
let prefixes = {};
let options = [];

export async function loadTerms(address) {
  try {
    const known = await (await fetch(address)).json();
    prefixes = known.prefixes;
    options = known.terms.map(({ iri, kind, label, count }) => {
      const name = shorten(iri);
      return {
        label: name,
        detail: [label, count ? `${count.toLocaleString("en")}×` : ""].filter(Boolean).join(", "),
        type: kind === "class" ? "class" : kind === "property" ? "property" : "constant",
        boost: (iri.startsWith(prefixes.dip) ? 20 : 0) + Math.min(15, Math.log2(1 + count)),
        apply: (view, _completion, from, to) => insert(view, name, from, to),
      };
    });
  } catch {
    // Without the list there is plain typing.
  }
}

export function shorten(iri) {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && /^[\w-]+$/.test(iri.slice(namespace.length))) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return `<${iri}>`;
}

function insert(view, name, from, to) {
  // A prefix that the query does not declare yet is declared at its top.
  const changes = [{ from, to, insert: name }];
  const prefix = name.match(/^([\w-]+):/)?.[1];
  const text = view.state.doc.toString();
  if (prefix && prefixes[prefix] && !new RegExp(`PREFIX\\s+${prefix}:`, "i").test(text)) {
    const after = [...text.matchAll(/^\s*PREFIX\s.*$/gim)].at(-1);
    const at = after ? after.index + after[0].length + 1 : 0;
    changes.unshift({ from: Math.min(at, view.state.doc.length), insert: `PREFIX ${prefix}: <${prefixes[prefix]}>\n` });
  }
  view.dispatch({ changes, selection: undefined });
  const added = changes.length > 1 ? changes[0].insert.length : 0;
  view.dispatch({ selection: { anchor: from + added + name.length } });
}

export function completions(context) {
  const variable = context.matchBefore(/[?$]\w*/);
  if (variable) {
    const names = new Set(context.state.doc.toString().match(/[?$]\w+/g));
    names.delete(variable.text);
    return { from: variable.from, options: [...names].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
  }
  const word = context.matchBefore(/[\w-]*:?[\w-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const line = context.state.doc.lineAt(word.from).text;
  if (/^\s*PREFIX\s/i.test(line)) {
    return { from: word.from, options: Object.entries(prefixes).map(([name, iri]) => ({ label: `${name}: <${iri}>`, type: "namespace" })) };
  }
  return { from: word.from, options, validFor: /^[\w-]*:?[\w-]*$/ };
}
