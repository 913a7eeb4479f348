import type { Graph, Node, Edge } from './formats/network-formats';
import { edgePipeline, NETWORKS, type NetworkName, type NodeKind } from './networks';
import type { Selection } from './options';
import type { Pseudonyms } from './pseudonyms';
import { aggregate, type Aggregable } from './rows';
import { matchOf } from './selection';

interface Link {
  readonly _id: { readonly from: string; readonly to: string };
  readonly fromLabel: string | null;
  readonly toLabel: string | null;
  readonly weight: number;
}

/** Reads a network; it is in memory as a whole, since its formats want all nodes first. */
export async function readGraph(
  collection: Aggregable,
  name: NetworkName,
  selection: Selection,
  pseudonyms: Pseudonyms | null,
  stopSignal: AbortSignal,
): Promise<Graph & { readonly size: number }> {
  const { isDirected, from, to } = NETWORKS[name];
  const nodes = new Map<string, Node>();
  const edges: Edge[] = [];

  /** Ids of different kinds may be equal: a hashtag may be a number. */
  function nodeOf(kind: NodeKind, key: string, label: string | null): string {
    const name = kind === 'user' && pseudonyms !== null ? pseudonymOf(pseudonyms, key) : key;
    const id = `${kind}/${name}`;
    const known = nodes.get(id);
    if (known === undefined) {
      nodes.set(id, { id, kind, label: kind === 'user' && pseudonyms === null ? (label ?? name) : name });
    }
    return id;
  }

  const pipeline = [...matchOf(selection), ...edgePipeline(name)];
  for await (const document of aggregate(collection, pipeline, stopSignal)) {
    const { _id, fromLabel, toLabel, weight } = document as unknown as Link;
    edges.push({ from: nodeOf(from, _id.from, fromLabel), to: nodeOf(to, _id.to, toLabel), weight });
  }
  return { isDirected, nodes: nodes.values(), edges, size: edges.length };
}

const pseudonymOf = (pseudonyms: Pseudonyms, key: string): string =>
  key.startsWith('@') ? pseudonyms.of('handle', key.slice(1)) : pseudonyms.of('user', key);
