// The coastline as one SVG path in hundredths of a degree, the latitude negated: Natural Earth 1:50m, land only.
import { readFile } from "node:fs/promises";
import { feature } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";

const DETAIL = 0.0015; // square degrees; smaller triangles are flattened (topojson-simplify)
const SMALLEST = 0.02; // square degrees; smaller islands are left out

function area(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return Math.abs(sum / 2);
}

// Rings that cross the 180th meridian go on beyond it instead of jumping back over the whole map; what lies
// beyond is drawn on the other edge, too. A ring that goes all around closes by way of the South Pole.
function unwrapped(ring) {
  let turn = 0;
  const points = ring.map(([lon, lat], i) => {
    const step = i ? lon - ring[i - 1][0] : 0;
    if (Math.abs(step) > 180) turn -= 360 * Math.sign(step);
    return [lon + turn, lat];
  });
  const [first, last] = [points[0][0], points.at(-1)[0]];
  return Math.abs(last - first) > 180 ? [...points, [last, -90], [first, -90], points[0]] : points;
}

function copies(ring) {
  const whole = unwrapped(ring);
  const lons = whole.map(([lon]) => lon);
  const shifts = [0, ...(Math.max(...lons) > 180 ? [-360] : []), ...(Math.min(...lons) < -180 ? [360] : [])];
  return shifts.map((shift) => whole.map(([lon, lat]) => [lon + shift, lat]));
}

function path(ring) {
  // Relative moves in hundredths of a degree: short, and exact enough for the zoom that is offered.
  const at = ([lon, lat]) => [Math.round(lon * 100), Math.round(-lat * 100)];
  const points = ring.map(at);
  let [x, y] = points[0];
  let d = `M${x} ${y}l`;
  const steps = [];
  for (const [nx, ny] of points.slice(1, -1)) {
    if (nx === x && ny === y) continue;
    steps.push(`${nx - x} ${ny - y}`);
    [x, y] = [nx, ny];
  }
  return steps.length < 2 ? "" : (d + steps.join(" ") + "z").replaceAll(" -", "-");
}

export async function land(file) {
  const topology = simplify(presimplify(JSON.parse(await readFile(file, "utf8"))), DETAIL);
  const shape = feature(topology, topology.objects.land);
  const polygons = (shape.features ?? [shape]).flatMap((f) =>
    f.geometry.type === "MultiPolygon" ? f.geometry.coordinates : [f.geometry.coordinates],
  );
  const rings = polygons.filter((p) => area(unwrapped(p[0])) >= SMALLEST).flatMap((p) => p.filter((r) => area(unwrapped(r)) >= SMALLEST));
  const d = rings.flatMap(copies).map(path).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-18000 -9000 36000 18000"><path id="land" fill-rule="evenodd" d="${d}"/></svg>\n`;
}
