import { isJsonObject } from '../reading/json';

/** A problem object of X, as far as the ingester looks at it. */
export interface XProblem {
  /** Last segment of its type URI: X changes the host in front. Empty when it has none. */
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  /** connection_issue or disconnect_type; empty when it has none. */
  readonly issue: string;
  /** The rule it is about; empty when it is about none. */
  readonly value: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function readProblem(value: unknown): XProblem[] {
  if (!isJsonObject(value)) {
    return [];
  }
  const details = Array.isArray(value['details']) ? value['details'].map(text).join('; ') : '';
  return [
    {
      type: text(value['type']).replace(/\/+$/, '').split('/').at(-1) ?? '',
      title: text(value['title']),
      detail: text(value['detail']) || text(value['message']) || details,
      issue: text(value['connection_issue']) || text(value['disconnect_type']),
      value: text(value['value']),
    },
  ];
}

/** The problems in a body of X: one bare object, or a list under errors. */
export function readProblems(body: unknown): readonly XProblem[] {
  if (!isJsonObject(body)) {
    return [];
  }
  const errors = Array.isArray(body['errors']) ? body['errors'].flatMap(readProblem) : [];
  const bare = typeof body['title'] === 'string' || typeof body['detail'] === 'string';
  return bare ? [...readProblem(body).filter(({ type, title }) => type || title), ...errors] : errors;
}

/** For logs and error messages: what X says, in one line. */
export function describeProblem({ title, detail, issue }: XProblem): string {
  return [title, detail, issue && `(${issue})`]
    .filter((part) => part !== '')
    .join(': ')
    .slice(0, 500);
}
