// Dragging and zooming of a map: all it changes is the view box, and the size of dots and letters with it.
const LEAST = 200;
const MOST = 36000;

function movable(svg) {
  const view = svg.viewBox.baseVal;
  const start = { width: view.width };
  const marks = [...svg.querySelectorAll("circle, text")].map((element) => ({
    element,
    sizes: ["r", "font-size", "stroke-width"].map((name) => [name, Number(element.getAttribute(name))]).filter(([, size]) => size),
    offset: element.previousElementSibling && element.localName === "text" ? ["x", "y"].map((axis) => [axis, Number(element.getAttribute(axis)) - Number(element.previousElementSibling.getAttribute(`c${axis}`)), Number(element.previousElementSibling.getAttribute(`c${axis}`))]) : [],
  }));
  const sea = svg.querySelector(".sea");

  function resize() {
    const by = view.width / start.width;
    for (const { element, sizes, offset } of marks) {
      for (const [name, size] of sizes) element.setAttribute(name, size * by);
      for (const [axis, distance, centre] of offset) element.setAttribute(axis, centre + distance * by);
    }
    for (const [name, value] of [["x", view.x - view.width], ["y", view.y - view.height], ["width", view.width * 3], ["height", view.height * 3]]) sea.setAttribute(name, value);
  }
  function zoom(by, x = view.x + view.width / 2, y = view.y + view.height / 2) {
    const width = Math.min(MOST, Math.max(LEAST, view.width * by));
    const ratio = width / view.width;
    view.x = x - (x - view.x) * ratio;
    view.y = y - (y - view.y) * ratio;
    view.height *= ratio;
    view.width = width;
    resize();
  }
  const at = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());

  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== svg) return;
    event.preventDefault();
    const point = at(event);
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, point.x, point.y);
  }, { passive: false });
  svg.addEventListener("dblclick", (event) => zoom(0.5, at(event).x, at(event).y));
  svg.addEventListener("pointerdown", (down) => {
    if (down.target.closest("a")) return;
    svg.focus({ preventScroll: true });
    let last = at(down);
    const move = (event) => {
      const now = at(event);
      view.x += last.x - now.x;
      view.y += last.y - now.y;
      last = at(event);
      resize();
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", () => removeEventListener("pointermove", move), { once: true });
  });
  svg.tabIndex = 0;
  svg.addEventListener("keydown", (event) => {
    const step = view.width / 8;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.target !== svg) return;
    if (event.key === "+" || event.key === "=") zoom(1 / 1.5);
    else if (event.key === "-") zoom(1.5);
    else if (moves[event.key]) {
      view.x += moves[event.key][0];
      view.y += moves[event.key][1];
      resize();
    } else return;
    event.preventDefault();
  });
}

for (const svg of document.querySelectorAll("[data-map]")) movable(svg);
