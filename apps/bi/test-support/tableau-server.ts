import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What a server was asked. */
export interface Asked {
  readonly request: string;
  readonly token: string | undefined;
  readonly body: Buffer;
}

export interface RecordedServer {
  readonly url: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

const SITE = '9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d';
const PROJECT = '1f2f3e4e-5d6d-7c8c-9b0b-1a2a3f4f5e6e';
const response = (inside: string): string =>
  `<?xml version='1.0' encoding='UTF-8'?><tsResponse xmlns="http://tableau.com/api">${inside}</tsResponse>`;

/** Answers as Tableau's REST API reference (3.x) has them: written down from documentation, not from a server. */
const ANSWERS: readonly (readonly [request: RegExp, answer: string])[] = [
  [
    /^GET \/api\/[\d.]+\/serverinfo$/i,
    response(
      '<serverInfo><productVersion build="20261.26.0101.1234">2026.1.0</productVersion><restApiVersion>3.27</restApiVersion></serverInfo>',
    ),
  ],
  [
    /^POST \/api\/3\.27\/auth\/signin$/,
    response(
      `<credentials token="HvZMqFFfQQmOM4L-AZNIQA|5fI6T54OPK1Gn1p4w0RtHv6EkojWRTwq">
        <site id="${SITE}" contentUrl="MarketingTeam"/><user id="9f9e9d9c-8b8a-8f8e-7d7c-7b7a6f6d6e6d"/></credentials>`,
    ),
  ],
  [
    new RegExp(`^GET /api/3\\.27/sites/${SITE}/projects`),
    response(
      `<pagination pageNumber="1" pageSize="100" totalAvailable="1"/><projects>
        <project id="${PROJECT}" name="Research" description="" contentPermissions="ManagedByOwner"/></projects>`,
    ),
  ],
  [
    new RegExp(`^POST /api/3\\.27/sites/${SITE}/datasources`),
    response(
      `<datasource id="1a1b1c1d-2e2f-2a2b-3c3d-3e3f4a4b4c4d" name="posts" contentUrl="posts" type="hyper"
        createdAt="2026-11-28T08:00:00Z" updatedAt="2026-11-28T08:00:00Z"><project id="${PROJECT}" name="Research"/></datasource>`,
    ),
  ],
  [/^POST \/api\/3\.27\/auth\/signout$/, ''],
];
const REFUSED = response(
  '<error code="401001"><summary>Signin Error</summary><detail>Error signing in to Tableau Server</detail></error>',
);

/** A server of that exchange, which takes one token. */
export async function startTableauServer(secret: string): Promise<RecordedServer> {
  const asked: Asked[] = [];
  async function answer(message: IncomingMessage): Promise<readonly [number, string]> {
    const request = `${message.method} ${message.url}`;
    const body = await buffer(message);
    asked.push({ request, token: message.headers['x-tableau-auth'] as string | undefined, body });
    if (request.endsWith('/signin') && !body.includes(secret)) {
      return [401, REFUSED];
    }
    const found = ANSWERS.find(([pattern]) => pattern.test(request));
    return found === undefined ? [404, ''] : [request.includes('/datasources') ? 201 : 200, found[1]];
  }
  const server = createServer((message, reply) => {
    void answer(message).then(([status, xml]) => {
      reply.writeHead(status, { 'content-type': 'application/xml' }).end(xml);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
