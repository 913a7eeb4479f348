import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { PROBLEMS, sendProblem } from './problems';

export interface Credentials {
  readonly bearerToken: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

const isSame = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** OAuth 2.0 app-only: key and secret are exchanged for the bearer token that /2 asks for. */
export function authenticate(app: FastifyInstance, credentials: Credentials): void {
  const basic = Buffer.from(
    `${encodeURIComponent(credentials.apiKey)}:${encodeURIComponent(credentials.apiSecret)}`,
  ).toString('base64');

  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    },
  );

  app.post('/oauth2/token', (request, reply) => {
    if (!isSame(request.headers.authorization ?? '', `Basic ${basic}`)) {
      return reply.code(403).send({
        errors: [
          { code: 99, message: 'Unable to verify your credentials', label: 'authenticity_token_error' },
        ],
      });
    }
    if ((request.body as Record<string, string> | undefined)?.['grant_type'] !== 'client_credentials') {
      return reply.code(400).send({
        errors: [
          {
            code: 170,
            message: "Missing required parameter 'grant_type'",
            label: 'forbidden_missing_parameter',
          },
        ],
      });
    }
    return reply.send({ token_type: 'bearer', access_token: credentials.bearerToken });
  });

  app.addHook('onRequest', (request, reply, done) => {
    const isApi = request.url.startsWith('/2/');
    if (isApi && !isSame(request.headers.authorization ?? '', `Bearer ${credentials.bearerToken}`)) {
      sendProblem(reply, PROBLEMS.unauthorized);
      return;
    }
    done();
  });
}
