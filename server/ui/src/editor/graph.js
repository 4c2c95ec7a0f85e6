// Terms and what joins them, as a picture. Seeded, so that one answer always looks the same.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { cut, linked, svg } from "./svg.js";

const WIDTH = 1000;
const HEIGHT = 640;
const MOST = 250;

export function drawGraph({ edges, labels }, href) {
  const box = document.createElement("figure");
  const shown = edges.slice(0, MOST);
  const nodes = [...new Set(shown.flatMap(([a, b]) => [a, b]))].map((id, place) => ({ id, x: WIDTH / 2 + 200 * Math.cos(place * 2.4), y: HEIGHT / 2 + 150 * Math.sin(place * 2.4) }));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const links = shown.map(([a, b, name]) => ({ source: byId.get(a), target: byId.get(b), name }));
  const room = Math.sqrt((WIDTH * HEIGHT) / Math.max(nodes.length, 6));
  let state = 7;
  const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  forceSimulation(nodes).randomSource(random).force("link", forceLink(links).distance(room * 0.8).strength(0.4)).force("charge", forceManyBody().strength(-room * 5)).force("x", forceX(WIDTH / 2).strength(0.06)).force("y", forceY(HEIGHT / 2).strength(0.09)).force("room", forceCollide(22)).stop().tick(250);
  for (const node of nodes) {
    node.x = Math.round(Math.min(WIDTH - 190, Math.max(190, node.x)));
    node.y = Math.round(Math.min(HEIGHT - 20, Math.max(20, node.y)));
  }
  const picture = svg("svg", { class: "picture", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": "The answer as a graph; the table holds the same" });
  for (const { source, target, name } of links) {
    picture.append(svg("line", { class: "graph-edge", x1: source.x, y1: source.y, x2: target.x, y2: target.y, "stroke-width": 1.2 }));
    if (name && links.length <= 40) picture.append(svg("text", { class: "axis-label", x: (source.x + target.x) / 2, y: (source.y + target.y) / 2, "font-size": 11, "text-anchor": "middle" }, name));
  }
  for (const node of nodes) {
    const label = labels.get(node.id) ?? node.id;
    const right = node.x >= WIDTH / 2;
    picture.append(
      linked(href(node.id), label, svg("circle", { class: "graph-node", cx: node.x, cy: node.y, r: 6 }), svg("text", { class: "graph-label", x: node.x + (right ? 10 : -10), y: node.y + 4, "font-size": 13, "stroke-width": 3, "text-anchor": right ? "start" : "end" }, cut(label))),
    );
  }
  box.append(picture);
  if (edges.length > MOST) box.append(Object.assign(document.createElement("figcaption"), { textContent: `The first ${MOST} of ${edges.length} lines.` }));
  return box;
}
