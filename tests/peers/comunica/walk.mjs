// Comunica without an endpoint: entity documents alone, and following links from one; prints JSON.
import { QueryEngine } from '@comunica/query-sparql';
import { QueryEngine as Walker } from '@comunica/query-sparql-link-traversal';

const [event, person, sparql] = process.argv.slice(2);
const DIP = 'https://w3id.org/communique/ns#';
const LABEL = 'http://www.w3.org/2000/01/rdf-schema#label';

async function column(engine, query, context) {
  const stream = await engine.queryBindings(query, context);
  return [...new Set((await stream.toArray()).map((row) => row.get('value').value))].sort();
}

const documents = await column(
  new QueryEngine(),
  `SELECT ?value { <${event}> <${DIP}participant> ?p . ?p <${LABEL}> ?value }`,
  { sources: [event] },
);
const joined = await column(
  new QueryEngine(),
  `SELECT ?value { <${event}> <${DIP}participant> ?p . ?p <${DIP}heldOffice>/<${LABEL}> ?value }`,
  { sources: [event, { type: 'sparql', value: sparql }] },
);
// What the event's own document does not say: in which delegation, office or meeting those were whom somebody met.
const walked = await column(
  new Walker(),
  `SELECT ?value { <${person}> <${DIP}met> ?other . ?other <${DIP}heldOffice> ?office . ?office <${LABEL}> ?value }`,
  { sources: [person], lenient: true },
);
console.log(JSON.stringify({ documents, joined, walked }));
process.exit(0);
