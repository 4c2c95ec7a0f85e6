// Asks an endpoint through Comunica in the ways that its users do, and prints what came back as JSON.
import { QueryEngine } from '@comunica/query-sparql';

const [url] = process.argv.slice(2);
const engine = new QueryEngine();
const PERSONS = 'SELECT ?p ?name { ?p a <http://e/Person> ; <http://www.w3.org/2000/01/rdf-schema#label> ?name } ORDER BY ?name';

async function names(sources) {
  const stream = await engine.queryBindings(PERSONS, { sources });
  return (await stream.toArray()).map((row) => row.get('name').value);
}

console.log(
  JSON.stringify({
    untyped: await names([url]),
    typed: await names([{ type: 'sparql', value: url }]),
    joined: await names([{ type: 'sparql', value: url }, url]),
    ask: await engine.queryBoolean('ASK { ?p a <http://e/Person> }', { sources: [url] }),
    quads: (await (await engine.queryQuads('CONSTRUCT { ?a <http://e/knows> ?b } WHERE { ?a <http://e/knows> ?b }', { sources: [url] })).toArray()).length,
  }),
);
