import type { FastifyReply } from 'fastify';

/** Problem objects as X answers them; clients go by status, title and the last part of type. */
const problem = (status: number, title: string, detail: string, type = 'about:blank', more: object = {}) => ({
  status,
  body: { title, type, status, detail, ...more },
});

export const PROBLEMS = {
  unauthorized: problem(401, 'Unauthorized', 'Unauthorized'),
  noRules: problem(
    409,
    'RuleConfigurationIssue',
    'Must define rules before connecting to the stream.',
    'https://api.x.com/2/problems/streaming-connection',
    { connection_issue: 'RuleConfigurationIssue' },
  ),
  tooManyConnections: problem(
    429,
    'ConnectionException',
    'This stream is currently at the maximum allowed connection limit.',
    'https://api.x.com/2/problems/streaming-connection',
    { connection_issue: 'TooManyConnections' },
  ),
  notFound: problem(404, 'Not Found Error', 'There is nothing at this address.', 'about:blank'),
} as const;

export function sendProblem(
  reply: FastifyReply,
  { status, body }: { status: number; body: object },
): FastifyReply {
  return reply.code(status).type('application/problem+json').send(body);
}
