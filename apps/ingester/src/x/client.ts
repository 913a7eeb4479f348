import http from 'node:http';
import https from 'node:https';
import {
  ApiRequestError,
  ApiResponseError,
  TwitterApi,
  type ITwitterApiClientPlugin,
  type TwitterApiTokens,
} from 'twitter-api-v2';
import { errorMessage } from '@tdp/service';
import { observeResponse, type IngesterMetrics, type XEndpoint } from '../metrics';
import { failureOfResponse, networkFailure, XRequestError } from './failure';
import { readProblems, type XProblem } from './problem';

/** A rule as X holds it. */
export interface XRule {
  readonly id: string;
  readonly value: string;
  readonly tag: string | null;
}

export interface XRuleToAdd {
  readonly value: string;
  readonly tag: string;
}

/** X's REST API, as far as the ingester needs it. Every method may throw XRequestError. */
export interface XClient {
  /** The app-only token; key and secret are exchanged for it once. */
  bearerToken(): Promise<string>;
  /** All rules of this app. */
  listRules(): Promise<readonly XRule[]>;
  /** Adds rules, or only asks whether X would. Resolves with the problems X has with them. */
  addRules(rules: readonly XRuleToAdd[], options: { readonly dryRun: boolean }): Promise<readonly XProblem[]>;
  deleteRules(ids: readonly string[]): Promise<void>;
}

/** An app-only token, or what is exchanged for one. */
export type XCredentials =
  { readonly bearerToken: string } | { readonly apiKey: string; readonly apiSecret: string };

export interface XClientOptions {
  readonly baseUrl: string;
  readonly userAgent: string;
  /** Asked for each request: they may be replaced while the process runs. */
  readonly credentials: () => XCredentials;
  readonly metrics: IngesterMetrics;
  readonly timeoutMs?: number;
}

interface RulesPage {
  readonly data?: readonly { readonly id: string; readonly value: string; readonly tag?: string }[];
  readonly meta?: { readonly next_token?: string };
}

const DEFAULT_TIMEOUT_MS = 30_000;
const RULES = 'tweets/search/stream/rules';
/** X names no limit for one request; this keeps a body far below any. */
const RULES_PER_REQUEST = 100;

/** Creates the client. Does no IO. This file alone knows twitter-api-v2. */
export function createXClient(options: XClientOptions): XClient {
  let login: Promise<TwitterApi> | null = null;
  let loggedInWith: XCredentials | null = null;

  function connect(tokens: TwitterApiTokens | string): TwitterApi {
    const { Agent } = options.baseUrl.startsWith('https:') ? https : http;
    const settings = { httpAgent: new Agent(), plugins: [toOurX(options), observing(options.metrics)] };
    return typeof tokens === 'string' ? new TwitterApi(tokens, settings) : new TwitterApi(tokens, settings);
  }

  /** A failed exchange is forgotten, so that the next attempt makes a new one. */
  function api(): Promise<TwitterApi> {
    const credentials = options.credentials();
    if (credentials !== loggedInWith) {
      login = null;
      loggedInWith = credentials;
    }
    login ??= (
      'bearerToken' in credentials
        ? Promise.resolve(connect(credentials.bearerToken))
        : asking('exchanging the API key for a token', () =>
            connect({ appKey: credentials.apiKey, appSecret: credentials.apiSecret }).appLogin(),
          )
    ).catch((error: unknown) => {
      login = null;
      throw error;
    });
    return login;
  }

  async function addRules(rules: readonly XRuleToAdd[], dryRun: boolean): Promise<readonly XProblem[]> {
    const client = await api();
    try {
      const body = await asking('adding rules', () =>
        client.v2.post<unknown>(RULES, { add: rules }, { query: { dry_run: dryRun } }),
      );
      return readProblems(body);
    } catch (error) {
      // X answers 400 when no rule of the request is valid; that is a result, not a failure.
      if (error instanceof XRequestError && error.problems.some(({ value }) => value !== '')) {
        return error.problems;
      }
      throw error;
    }
  }

  return {
    async bearerToken() {
      const credentials = options.credentials();
      if ('bearerToken' in credentials) {
        return credentials.bearerToken;
      }
      const tokens = (await api()).getActiveTokens();
      return tokens.type === 'oauth2' ? tokens.bearerToken : '';
    },
    async listRules() {
      const client = await api();
      const rules: XRule[] = [];
      let token: string | undefined;
      do {
        const query = { max_results: 1_000, ...(token !== undefined && { pagination_token: token }) };
        const page = await asking('listing rules', () => client.v2.get<RulesPage>(RULES, query));
        rules.push(...(page.data ?? []).map(({ id, value, tag }) => ({ id, value, tag: tag ?? null })));
        token = page.meta?.next_token;
      } while (token !== undefined);
      return rules;
    },
    async addRules(rules, { dryRun }) {
      const problems: XProblem[] = [];
      for (const part of chunks(rules)) {
        problems.push(...(await addRules(part, dryRun)));
      }
      return problems;
    },
    async deleteRules(ids) {
      const client = await api();
      for (const part of chunks(ids)) {
        await asking('deleting rules', () => client.v2.post<unknown>(RULES, { delete: { ids: part } }));
      }
    },
  };
}

function chunks<T>(all: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / RULES_PER_REQUEST);
  return Array.from({ length: count }, (_, at) =>
    all.slice(at * RULES_PER_REQUEST, (at + 1) * RULES_PER_REQUEST),
  );
}

/** The library knows only api.x.com; this sends its requests to the X that was configured. */
function toOurX({
  baseUrl,
  userAgent,
  timeoutMs = DEFAULT_TIMEOUT_MS,
}: XClientOptions): ITwitterApiClientPlugin {
  return {
    onBeforeRequestConfig: ({ params }) => {
      params.url = params.url.replace(/^https:\/\/api\.x\.com(?=\/)/, baseUrl);
      params.timeout = timeoutMs;
      params.headers = { ...params.headers, 'user-agent': userAgent };
    },
  };
}

function observing(metrics: IngesterMetrics): ITwitterApiClientPlugin {
  return {
    onAfterRequest: ({ url, response }) => {
      observeResponse(metrics, endpointOf(url), 200, response.headers);
    },
    onResponseError: ({ url, error }) => {
      observeResponse(metrics, endpointOf(url), error.code, error.headers);
    },
    onRequestError: ({ url }) => {
      metrics.requests.inc({ endpoint: endpointOf(url), status: 'error' });
    },
  };
}

function endpointOf({ pathname }: URL): XEndpoint {
  return pathname.endsWith('/oauth2/token') ? 'token' : pathname.endsWith('/rules') ? 'rules' : 'other';
}

/** Turns the library's errors into ours. */
async function asking<T>(action: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (cause) {
    if (cause instanceof ApiResponseError) {
      const failure = failureOfResponse(cause.code, cause.headers, cause.data);
      throw new XRequestError(action, failure, { problems: readProblems(cause.data) });
    }
    // No cause here: the library's error holds the request, and with it the token.
    const detail = cause instanceof ApiRequestError ? errorMessage(cause.requestError) : errorMessage(cause);
    throw new XRequestError(action, networkFailure('connection-failed', detail));
  }
}
