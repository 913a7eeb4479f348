import net from 'node:net';

const HOST = '127.0.0.1';

/** The preferred port when nothing listens there, else any free one. */
export async function pickPort(preferred: number, taken: ReadonlySet<number> = new Set()): Promise<number> {
  if (preferred !== 0 && !taken.has(preferred) && (await tryListen(preferred)) !== null) return preferred;
  for (;;) {
    const port = await tryListen(0);
    if (port !== null && !taken.has(port)) return port;
  }
}

/** Picks several ports that differ from each other. */
export async function pickPorts<Name extends string>(
  preferred: Readonly<Record<Name, number>>,
): Promise<Record<Name, number>> {
  const picked = { ...preferred } as Record<Name, number>;
  const taken = new Set<number>();
  for (const name of Object.keys(preferred) as Name[]) {
    picked[name] = await pickPort(preferred[name], taken);
    taken.add(picked[name]);
  }
  return picked;
}

function tryListen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(null));
    server.listen(port, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}
