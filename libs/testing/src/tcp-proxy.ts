import { once } from 'node:events';
import net from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { stablePort } from './ports';

/**
 * What the network does. `refuse` closes the listening port and resets every connection; `blackHole` accepts
 * and then holds back every byte, as a firewall that drops packets does: TCP sends them again, so they arrive
 * late when it ends. Bytes are counted for each connection, from the moment the fault is set.
 */
export type NetworkFault =
  | { readonly kind: 'pass' | 'refuse' | 'blackHole' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'resetAfter' | 'split'; readonly bytes: number };

export type Direction = 'toServer' | 'toClient';

/** A TCP proxy on a port of 127.0.0.1 that misbehaves when it is told to. */
export interface TcpProxy {
  readonly port: number;
  /** Holds for open and new connections, in both directions or in one; replaces what held there before. */
  set(fault: NetworkFault, direction?: Direction): Promise<void>;
  /** Resets every open connection, now. */
  resetAll(): void;
  /** Bytes that passed so far. */
  passed(direction: Direction): number;
  close(): Promise<void>;
}

export interface TcpProxyOptions {
  readonly target: { readonly host: string; readonly port: number };
  /** Any that stays free while the port is refused, when absent. */
  readonly port?: number;
}

type Flow = {
  fault: NetworkFault;
  passed: number;
  /** Resolves when another fault is set. */
  changed: PromiseWithResolvers<void>;
};

const PASS: NetworkFault = { kind: 'pass' };
const DIRECTIONS = ['toServer', 'toClient'] as const;
/** As much as is read ahead; the rest stays with the sender, as on a network that is stuck. */
const READ_AHEAD_BYTES = 256 * 1024;

/** Starts a proxy that passes everything. */
export async function startTcpProxy({ target, port: wanted }: TcpProxyOptions): Promise<TcpProxy> {
  const newFlow = (): Flow => ({ fault: PASS, passed: 0, changed: Promise.withResolvers() });
  const flows: Readonly<Record<Direction, Flow>> = { toServer: newFlow(), toClient: newFlow() };
  const sockets = new Set<net.Socket>();
  const port = wanted ?? (await stablePort());
  // A client that ends its side first still gets the rest of the answer.
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const upstream = net.connect({ ...target, allowHalfOpen: true, noDelay: true });
    const reset = (): void => [client, upstream].forEach((socket) => socket.resetAndDestroy());
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', reset);
      socket.on('close', () => sockets.delete(socket));
    }
    pump(client, upstream, flows.toServer, reset);
    pump(upstream, client, flows.toClient, reset);
  });
  const resetAll = (): void => sockets.forEach((socket) => socket.resetAndDestroy());
  await listen(server, port);
  return {
    port,
    async set(fault, direction) {
      for (const flow of direction ? [flows[direction]] : DIRECTIONS.map((name) => flows[name])) {
        flow.fault = fault;
        flow.changed.resolve();
        flow.changed = Promise.withResolvers();
      }
      const refused = DIRECTIONS.some((name) => flows[name].fault.kind === 'refuse');
      if (refused && server.listening) {
        server.close();
        resetAll();
      }
      if (!refused && !server.listening) {
        await listen(server, port);
      }
    },
    resetAll,
    passed: (direction) => flows[direction].passed,
    async close() {
      if (server.listening) {
        server.close();
      }
      for (const name of DIRECTIONS) {
        flows[name].changed.resolve();
      }
      resetAll();
      while (sockets.size > 0) {
        await nextTurn();
      }
    },
  };
}

function listen(server: net.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Carries bytes one way, in order, each as the fault of that moment wants it. */
function pump(from: net.Socket, to: net.Socket, flow: Flow, reset: () => void): void {
  let queue = Promise.resolve();
  let waiting = 0;
  let counted = { fault: flow.fault, bytes: 0 };
  const enqueue = (work: () => Promise<void>): void => void (queue = queue.then(work).catch(reset));

  async function write(chunk: Buffer): Promise<void> {
    flow.passed += chunk.length;
    if (!to.write(chunk) && !to.destroyed) {
      await Promise.race([once(to, 'drain'), once(to, 'close')]);
    }
  }

  async function forward(chunk: Buffer, readAt: number): Promise<void> {
    while (flow.fault.kind === 'blackHole' && !to.destroyed) {
      await flow.changed.promise;
    }
    const { fault } = flow;
    if (fault.kind === 'delay') {
      const left = readAt + fault.ms - performance.now();
      if (left > 0) {
        await sleep(left);
      }
    }
    if (fault.kind === 'split') {
      for (let at = 0; at < chunk.length; at += fault.bytes) {
        await write(chunk.subarray(at, at + fault.bytes));
        await sleep(1); // else the receiver reads several pieces at once
      }
      return;
    }
    if (fault.kind !== 'resetAfter') {
      return write(chunk);
    }
    if (counted.fault !== fault) {
      counted = { fault, bytes: 0 };
    }
    const left = fault.bytes - counted.bytes;
    counted.bytes += chunk.length;
    if (left > 0) {
      await write(chunk.subarray(0, left));
    }
    if (chunk.length >= left) {
      reset();
    }
  }

  from.on('data', (chunk: Buffer) => {
    const readAt = performance.now();
    waiting += chunk.length;
    if (waiting > READ_AHEAD_BYTES) {
      from.pause();
    }
    enqueue(async () => {
      await forward(chunk, readAt);
      waiting -= chunk.length;
      if (waiting <= READ_AHEAD_BYTES) {
        from.resume();
      }
    });
  });
  from.on('end', () =>
    enqueue(async () => {
      while (flow.fault.kind === 'blackHole' && !to.destroyed) {
        await flow.changed.promise;
      }
      to.end();
    }),
  );
}
