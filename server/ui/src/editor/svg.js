// SVG elements, linked where they may be.
const SVG = "http://www.w3.org/2000/svg";

export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function linked(href, label, ...children) {
  return href ? svg("a", { href, "aria-label": label }, ...children) : svg("g", {}, ...children);
}

export const cut = (text, most = 28) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

// The words for a row: its first literal that is no number, date or point, else the end of its first IRI.
export function wordsOf(row, columns, except) {
  for (const name of columns) {
    if (name !== except && row[name]?.type === "literal" && !/[#/](?:date|dateTime|integer|decimal|EDTF|wktLiteral)$/.test(row[name].datatype ?? "")) return row[name].value;
  }
  const thing = firstIri(row, columns);
  return thing ? thing.split(/[#/]/).at(-1) : "";
}

export function firstIri(row, columns) {
  return columns.map((name) => row[name]).find((term) => term?.type === "uri")?.value ?? null;
}
