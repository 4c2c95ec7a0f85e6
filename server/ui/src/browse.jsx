// The graph browser: Reactodia (LGPL-2.1-or-later) on this server's own endpoint, in a bundle of its own that
// can be replaced: its source is this file, its parts are named in package-lock.json.
import * as Reactodia from "@reactodia/workspace";
import { useRef } from "react";
import { createRoot } from "react-dom/client";

const box = document.querySelector("#browse");
const { endpoint, iri, worker, base, root } = box.dataset;
const Layouts = Reactodia.defineLayoutWorker(() => new Worker(worker, { type: "module" }));

const START = `SELECT ?thing (COUNT(?link) AS ?n) WHERE { ?thing a <https://w3id.org/communique/ns#Person> . ?link ?how ?thing } GROUP BY ?thing ORDER BY DESC(?n) LIMIT 6`;

async function first() {
  if (iri) return [iri];
  const reply = await fetch(endpoint, { method: "POST", headers: { Accept: "application/sparql-results+json" }, body: new URLSearchParams({ query: START }) });
  if (!reply.ok) throw new Error(`the endpoint answered ${reply.status}`);
  return (await reply.json()).results.bindings.map((row) => row.thing.value);
}

function pageOf(address) {
  return address.startsWith(base) && !address.includes("#") ? `${root}/${address.slice(base.length)}` : `${root}/thing?iri=${encodeURIComponent(address)}`;
}

function Browser() {
  const { defaultLayout } = Reactodia.useWorker(Layouts);
  const started = useRef(false);
  const { onMount } = Reactodia.useLoadedWorkspace(async ({ context, signal }) => {
    if (started.current) return;
    started.current = true;
    const { model, performLayout } = context;
    const dataProvider = new Reactodia.SparqlDataProvider({ endpointUrl: new URL(endpoint, location).href, queryMethod: "POST", imagePropertyUris: [] }, Reactodia.OwlRdfsSettings);
    await model.createNewDiagram({ dataProvider, signal });
    for (const thing of await first()) model.createElement(thing);
    await model.requestData();
    await performLayout({ signal });
  }, []);
  return (
    <Reactodia.Workspace ref={onMount} defaultLayout={defaultLayout} onIriClick={({ iri: clicked }) => location.assign(pageOf(clicked))}>
      <Reactodia.DefaultWorkspace />
    </Reactodia.Workspace>
  );
}

createRoot(box).render(<Browser />);
