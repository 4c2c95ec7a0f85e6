// What every page gains with JavaScript: keys, copying, a theme that can be chosen. Nothing depends on it.
const root = document.documentElement;
const home = document.querySelector(".wordmark").pathname.replace(/\/$/, "");
const search = document.querySelector("#search");

const PLACES = { p: ["/person/", "People"], o: ["/office/", "Offices"], m: ["/event/", "Meetings"], b: ["/base/", "Bases"], a: ["/article/", "Articles"], t: ["/timeline", "Timeline"], n: ["/network", "Network"], w: ["/map", "Map of the world"], d: ["/disagreements", "Disagreements"], q: ["/sparql", "Query"], h: ["/", "Home"] };

let waiting = 0;
addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) {
    if (event.key === "Escape" && event.target === search) search.blur();
    return;
  }
  if (event.key === "/") {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "?") {
    help();
  } else if (event.key === "g") {
    waiting = Date.now();
  } else if (waiting && Date.now() - waiting < 1500 && PLACES[event.key]) {
    location.href = home + PLACES[event.key][0];
  } else {
    waiting = 0;
  }
});

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function help() {
  let dialog = document.querySelector("#keys");
  if (!dialog) {
    const rows = [["/", "search"], ["?", "this list"], ...Object.entries(PLACES).map(([key, [, name]]) => [`g ${key}`, name])];
    const list = element("dl");
    for (const [key, name] of rows) list.append(element("dt", {}, element("kbd", {}, key)), element("dd", {}, name));
    const close = element("button", { type: "button", class: "button" }, "Close");
    dialog = element("dialog", { id: "keys", "aria-labelledby": "keys-title" }, element("h2", { id: "keys-title" }, "Keys"), list, element("p", {}, close));
    close.addEventListener("click", () => dialog.close());
    document.body.append(dialog);
  }
  dialog.showModal();
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    const name = button.textContent;
    try {
      await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(source);
      button.textContent = "Press Ctrl C";
    }
    setTimeout(() => (button.textContent = name), 2000);
  });
}

try {
  const kept = localStorage.getItem("theme");
  if (kept === "dark" || kept === "light") root.dataset.theme = kept;
} catch {
  // Without storage the system's theme stands.
}
const toggle = document.querySelector("[data-theme-toggle]");
if (toggle) {
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // It then lasts for this page only.
    }
  });
}

// On a narrow screen the rows of a list come first: facets that nothing was chosen from are folded.
if (matchMedia("(max-width: 64rem)").matches) {
  for (const facet of document.querySelectorAll(".facets details")) facet.open = Boolean(facet.querySelector("[aria-current]"));
}

// A picture that is wider than the screen begins in its middle.
for (const picture of document.querySelectorAll(".roomy")) picture.scrollLeft = (picture.scrollWidth - picture.clientWidth) / 2;

// A link into a folded fact opens it.
function unfold() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let fold = target.closest("details") ?? target.querySelector("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}
addEventListener("hashchange", unfold);
unfold();
