// Moves the nodes of the network from their circle to where the forces between them come to rest.
// Seeded and run to the end before it is drawn: the same graph always gives the same picture.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

const WIDTH = 1000;
const HEIGHT = 720;
const MARGIN = 40;
const TICKS = 300;
const BUSY = 8; // radius of a node of four events: its name may cover dots
const LETTER = 8.6; // width of an average letter at the size of labels, in units of the picture

function seeded(seed) {
  // mulberry32: small, and good enough for shaking nodes apart.
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function arrange(svg) {
  const nodes = [...svg.querySelectorAll(".node")].map((element) => {
    const [x, y] = element.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
    return { id: element.dataset.id, element, x, y, r: Number(element.querySelector("circle").getAttribute("r")) };
  });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const links = [...svg.querySelectorAll(".edge")].map((element) => ({ source: byId.get(element.dataset.one), target: byId.get(element.dataset.other), n: Number(element.dataset.n), element }));
  const room = Math.sqrt((WIDTH * HEIGHT) / Math.max(nodes.length, 6));
  forceSimulation(nodes)
    .randomSource(seeded(7))
    .force("link", forceLink(links).distance((link) => room * (0.75 + 0.5 / link.n)).strength(0.35))
    .force("charge", forceManyBody().strength(-room * 6))
    .force("x", forceX(WIDTH / 2).strength(0.05))
    .force("y", forceY(HEIGHT / 2).strength(0.08))
    .force("room", forceCollide((node) => node.r + 16))
    .stop()
    .tick(TICKS);
  const xs = nodes.map((node) => node.x);
  const ys = nodes.map((node) => node.y);
  const scale = (low, high, from, to) => (value) => (high - low < 1 ? (from + to) / 2 : from + ((value - low) / (high - low)) * (to - from));
  const sx = scale(Math.min(...xs), Math.max(...xs), MARGIN + 110, WIDTH - MARGIN - 110);
  const sy = scale(Math.min(...ys), Math.max(...ys), MARGIN, HEIGHT - MARGIN);
  for (const node of nodes) {
    node.x = Math.round(sx(node.x) * 10) / 10;
    node.y = Math.round(sy(node.y) * 10) / 10;
    node.element.setAttribute("transform", `translate(${node.x} ${node.y})`);
  }
  name(nodes);
  for (const link of links) draw(link);
  return { nodes, links };
}

// Write each name on a side where it covers no name before it, those with most events first, and no node, if its
// own is not much busier; where there is none, it shows when the node is pointed at.
function name(nodes) {
  const dots = nodes.map(({ x, y, r }) => [x - r, y - r, x + r, y + r]);
  const taken = [];
  for (const node of [...nodes].sort((a, b) => b.r - a.r)) {
    const label = node.element.querySelector("text");
    const wide = label.lastChild.textContent.length * LETTER;
    const outward = node.x >= WIDTH / 2;
    const box = (right) => {
      const start = right ? node.x + node.r + 4 : node.x - node.r - 4 - wide;
      return [start, node.y - 9, start + wide, node.y + 7];
    };
    const fits = ([left, top, right, bottom], others) => left >= 0 && right <= WIDTH && others.every(([a, b, c, d]) => right < a || left > c || bottom < b || top > d);
    const free = (others) => [outward, !outward].find((side) => fits(box(side), others));
    const right = free([...taken, ...dots]) ?? (node.r >= BUSY ? free(taken) : undefined);
    const side = right ?? outward;
    label.setAttribute("x", (side ? 1 : -1) * (node.r + 6));
    label.setAttribute("text-anchor", side ? "start" : "end");
    label.classList.toggle("covered", right === undefined);
    if (right !== undefined) taken.push(box(right));
  }
}

function draw(link) {
  for (const line of link.element.children) {
    line.setAttribute("x1", link.source.x);
    line.setAttribute("y1", link.source.y);
    line.setAttribute("x2", link.target.x);
    line.setAttribute("y2", link.target.y);
  }
}

function draggable(svg, { nodes, links }) {
  for (const node of nodes) {
    node.element.addEventListener("pointerdown", (down) => {
      let moved = false;
      const inverse = svg.getScreenCTM().inverse();
      const move = (event) => {
        const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(inverse);
        moved ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > 4;
        if (!moved) return;
        Object.assign(node, { x: point.x, y: point.y });
        node.element.setAttribute("transform", `translate(${node.x} ${node.y})`);
        links.filter((link) => link.source === node || link.target === node).forEach(draw);
      };
      const up = () => {
        removeEventListener("pointermove", move);
        removeEventListener("pointerup", up);
        if (moved) node.element.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
      };
      addEventListener("pointermove", move);
      addEventListener("pointerup", up);
    });
    node.element.addEventListener("dragstart", (event) => event.preventDefault());
  }
}

const svg = document.querySelector("[data-network]");
if (svg) {
  draggable(svg, arrange(svg));
  svg.dataset.arranged = "";
}
