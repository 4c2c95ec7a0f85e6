// What Reactodia's board asks of an endpoint, through its own provider; prints what came back as JSON.
// Bundled by esbuild for Node: the library reads a few names of the browser as it loads, given in stub.cjs.
import { OwlRdfsSettings, SparqlDataProvider } from "@reactodia/workspace";

const [endpointUrl, queryMethod, person, met] = process.argv.slice(2);
const provider = new SparqlDataProvider({ endpointUrl, queryMethod }, OwlRdfsSettings);
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
const labels = (element) => (element.properties[LABEL] ?? []).map((each) => each.value);

const types = await provider.knownElementTypes({});
const linkTypes = await provider.knownLinkTypes({});
const named = await provider.elementTypes({ classIds: types.elementTypes.map((each) => each.id) });
const elements = await provider.elements({ elementIds: [person] });
const stats = await provider.connectedLinkStats({ elementId: person });
const neighbours = await provider.lookup({ refElementId: person, refElementLinkId: met, limit: 100 });
const links = await provider.links({ primary: [person], secondary: neighbours.map((each) => each.element.id) });
const found = await provider.lookup({ text: labels(elements.get(person))[0].split(" ")[0], limit: 100 });
console.log(
  JSON.stringify({
    types: types.elementTypes.map((each) => [each.id, each.count]),
    unnamed: types.elementTypes.filter((each) => !named.get(each.id)?.label.length).map((each) => each.id),
    linkTypes: linkTypes.map((each) => each.id),
    labels: labels(elements.get(person)),
    links: stats.map((each) => [each.id, each.inCount, each.outCount]),
    neighbours: neighbours.map((each) => [each.element.id, labels(each.element)]),
    edges: links.map((each) => [each.sourceId, each.linkTypeId, each.targetId]),
    found: found.map((each) => each.element.id),
  }),
);
process.exit(0);
