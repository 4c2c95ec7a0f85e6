// Rows with a date, as bars: a day, or as wide as the day is uncertain (EDTF level 0, sets and intervals).
import { cut, firstIri, linked, svg, wordsOf } from "./svg.js";

const MOST = 60;
const DAY = 86400000;

export function daysOf(term) {
  if (!/[#/](?:date|dateTime|EDTF|gYear|gYearMonth)$/.test(term?.datatype ?? "")) return null;
  const parts = term.value.replace(/[[\]]/g, "").split(/\.\.|\//).filter(Boolean);
  const first = bound(parts[0], false);
  const last = bound(parts.at(-1), true);
  return first && last && first <= last ? [first, last] : null;
}

function bound(text, end) {
  const match = text?.match(/^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  if (day !== undefined) return new Date(Date.UTC(year, month - 1, day));
  if (!end) return new Date(Date.UTC(year, (month ?? 1) - 1, 1));
  return new Date(Date.UTC(year, month ?? 12, 0));
}

export function drawTimeline(rows, columns, when, href) {
  const bars = rows.map((row) => ({ row, days: daysOf(row[when]) })).filter((bar) => bar.days).sort((a, b) => a.days[0] - b.days[0]).slice(0, MOST);
  const first = Math.min(...bars.map((bar) => bar.days[0]));
  const last = Math.max(...bars.map((bar) => bar.days[1])) + DAY;
  const scale = (day) => 320 + ((day - first) / Math.max(last - first, DAY)) * 660;
  const picture = svg("svg", { class: "picture", viewBox: `0 0 1000 ${bars.length * 26 + 40}`, role: "group", "aria-label": "The answer on a timeline; the table holds the same" });
  const years = [...new Set(bars.flatMap((bar) => bar.days.map((day) => day.getUTCFullYear())))];
  for (const year of years) {
    const x = Math.max(320, scale(Date.UTC(year, 0, 1)));
    picture.append(svg("line", { class: "axis", x1: x, x2: x, y1: 26, y2: bars.length * 26 + 36 }), svg("text", { class: "axis-label", x: x + 4, y: 18, "font-size": 13 }, String(year)));
  }
  bars.forEach(({ row, days }, place) => {
    const words = wordsOf(row, columns, when);
    const iri = firstIri(row, columns);
    const y = 34 + place * 26;
    const x = scale(days[0]);
    const width = Math.max(4, scale(days[1].getTime() + DAY) - x);
    const exact = days[0].getTime() === days[1].getTime();
    picture.append(linked(iri && href(iri), `${words}, ${row[when].value}`, svg("text", { class: "graph-label", x: 8, y: y + 13, "font-size": 13, "stroke-width": 0 }, cut(words, 42)), svg("rect", { class: exact ? "bar-day" : "bar-range", x, y, width, height: 16, rx: 3 })));
  });
  const box = document.createElement("figure");
  box.append(picture);
  return box;
}
