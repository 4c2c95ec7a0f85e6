// Rows with a point, on the same coastline as the map page.
import { cut, firstIri, linked, svg, wordsOf } from "./svg.js";

const POINT = /^\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)\s*$/i;
const RATIO = 0.5;

export function pointOf(term) {
  if (!term?.datatype?.endsWith("wktLiteral")) return null;
  const match = term.value.match(POINT);
  return match && Math.abs(match[1]) <= 180 && Math.abs(match[2]) <= 90 ? [Number(match[1]), Number(match[2])] : null;
}

export function drawMap(rows, columns, where, href) {
  const found = new Map();
  for (const row of rows) {
    const point = pointOf(row[where]);
    if (!point) continue;
    const key = point.join();
    if (!found.has(key)) found.set(key, { point, label: wordsOf(row, columns, where), iri: firstIri(row, columns), n: 0 });
    found.get(key).n += 1;
  }
  const spots = [...found.values()];
  const lons = spots.map((spot) => spot.point[0]);
  const lats = spots.map((spot) => spot.point[1]);
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const stretch = 1 / Math.cos((Math.max(-60, Math.min(60, (south + north) / 2)) * Math.PI) / 180);
  const width = Math.min(360, Math.max(30, (east - west) * 1.5, ((north - south) * stretch * 1.4) / RATIO)) * 100;
  const height = width * RATIO;
  const x = ((west + east) / 2) * 100 - width / 2;
  const y = (-(south + north) / 2) * stretch * 100 - height / 2;
  const unit = width / 100;
  const picture = svg("svg", { class: "picture", viewBox: `${x} ${y} ${width} ${height}`, role: "group", "aria-label": "The answer on a map; the table holds the same" });
  const land = document.querySelector("#ask").dataset.land;
  picture.append(svg("rect", { class: "sea", x, y, width, height }), svg("g", { transform: `scale(1 ${stretch})` }, svg("use", { class: "land", href: `${land}#land` })));
  for (const { point, label, iri, n } of spots) {
    const [px, py] = [point[0] * 100, -point[1] * stretch * 100];
    picture.append(linked(iri && href(iri), label, svg("circle", { class: "dot", cx: px, cy: py, r: unit * (0.5 + Math.min(n, 20) * 0.03) }), svg("text", { class: "graph-label", x: px + unit, y: py + unit * 0.5, "font-size": unit * 1.5, "stroke-width": unit * 0.3 }, cut(label))));
  }
  const box = document.createElement("figure");
  box.append(picture);
  return box;
}
