// Names of the browser that Reactodia and its dependencies read as they load; nothing here is drawn.
globalThis.window ??= globalThis;
for (const name of ["HTMLElement", "HTMLAnchorElement"]) globalThis[name] ??= class {};
const element = () => ({ style: {}, appendChild() {}, getContext: () => null });
globalThis.navigator ??= { userAgent: "" };
globalThis.document ??= { head: element(), createElement: element, createTextNode: element, documentElement: element(), addEventListener() {} };
