import type { NodeKind } from '../networks';

export interface Node {
  readonly id: string;
  readonly label: string;
  readonly kind: NodeKind;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** Posts that link them. */
  readonly weight: number;
}

/** A whole network. */
export interface Graph {
  readonly isDirected: boolean;
  readonly nodes: Iterable<Node>;
  readonly edges: Iterable<Edge>;
}

/** What XML 1.0 cannot hold in any spelling: control characters, halves of pairs. */
// eslint-disable-next-line no-control-regex -- these are what is meant
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
  ...{ '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' },
};

/** Text for an attribute. */
const escape = (text: string): string =>
  text
    .toWellFormed()
    .replace(ILLEGAL, '\u{FFFD}')
    .replace(/[&<>"\n\r\t]/g, (char) => ENTITIES[char] ?? char);

/** GEXF 1.3, as Gephi reads it. */
export function* gexf({ isDirected, nodes, edges }: Graph): Iterable<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n';
  yield ` <graph mode="static" defaultedgetype="${isDirected ? 'directed' : 'undirected'}">\n`;
  yield '  <attributes class="node"><attribute id="kind" title="kind" type="string"/></attributes>\n';
  yield '  <nodes>\n';
  for (const { id, label, kind } of nodes) {
    yield `   <node id="${escape(id)}" label="${escape(label)}"><attvalues><attvalue for="kind" value="${kind}"/></attvalues></node>\n`;
  }
  yield '  </nodes>\n  <edges>\n';
  let count = 0;
  for (const { from, to, weight } of edges) {
    yield `   <edge id="${count}" source="${escape(from)}" target="${escape(to)}" weight="${weight}"/>\n`;
    count += 1;
  }
  yield '  </edges>\n </graph>\n</gexf>\n';
}

/** GraphML, as networkx, igraph and Gephi read it. */
export function* graphml({ isDirected, nodes, edges }: Graph): Iterable<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n';
  yield ' <key id="label" for="node" attr.name="label" attr.type="string"/>\n';
  yield ' <key id="kind" for="node" attr.name="kind" attr.type="string"/>\n';
  yield ' <key id="weight" for="edge" attr.name="weight" attr.type="long"/>\n';
  yield ` <graph edgedefault="${isDirected ? 'directed' : 'undirected'}">\n`;
  for (const { id, label, kind } of nodes) {
    yield `  <node id="${escape(id)}"><data key="label">${escape(label)}</data><data key="kind">${kind}</data></node>\n`;
  }
  for (const { from, to, weight } of edges) {
    yield `  <edge source="${escape(from)}" target="${escape(to)}"><data key="weight">${weight}</data></edge>\n`;
  }
  yield ' </graph>\n</graphml>\n';
}
