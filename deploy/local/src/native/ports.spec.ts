import net from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { pickPort, pickPorts, pickStackPorts } from './ports';

async function listening(): Promise<{ server: net.Server; port: number }> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as net.AddressInfo).port };
}

describe('pickPort', () => {
  it('takes another port when the preferred one is in use', async () => {
    const { server, port } = await listening();
    const picked = await pickPort(port);
    server.close();
    expect(picked).toBeGreaterThan(0);
    expect(picked).not.toBe(port);
  });
});

describe('pickPorts', () => {
  it('gives each name a port of its own', async () => {
    const { server, port } = await listening();
    await new Promise((resolve) => server.close(resolve));
    const ports = await pickPorts({ kafka: port, registry: port, mongodb: 0 });
    expect(ports.kafka).toBe(port);
    expect(new Set(Object.values(ports)).size).toBe(3);
  });
});

describe('pickStackPorts', () => {
  it('gives each server of a cluster ports of its own', async () => {
    const none = { kafka: 0, controller: 0, registry: 0, mongodb: 0 };
    const { brokers, mongods, registry } = await pickStackPorts({ brokers: 3, mongods: 3, preferred: none });
    const all = [...brokers.flatMap((ports) => Object.values(ports)), ...mongods, registry];
    expect(new Set(all).size).toBe(13);
  });
});
