import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphObject } from './evaluateFilter.ts';
import { answerBatch } from './graphBatch.ts';
import { type GraphAnswer, type GraphCall, readPath, readQueryText } from './graphCall.ts';
import { answerCall } from './graphCalls.ts';
import { breach, errorBody, Refused, type RequestIds, refusal } from './graphFailure.ts';
import { type FaultKind, failing, GraphFaults, plainFault } from './graphFaults.ts';
import { GraphPages, type PagingOptions } from './graphPages.ts';
import type { GraphPermissions } from './graphPermissions.ts';
import type { Graph } from './graphRoute.ts';
import { type GraphContents, GraphStore } from './graphStore.ts';

export interface GraphServerOptions extends GraphContents {
  /**
   * The one token that is taken, which may do everything; or what says what a token may do, null where it is not valid. Left out, every token is
   * taken and may do everything; none at all is refused.
   */
  readonly token?: string | ((token: string) => GraphPermissions | null);
  readonly paging?: PagingOptions;
}

/** A call as it arrived; the token is not kept. */
export interface GraphRequest {
  readonly method: string;
  /** Behind the version, as sent. */
  readonly target: string;
  /** Decoded options. */
  readonly query: ReadonlyMap<string, string>;
  /** By lower-case name, without `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** What was answered; 0 where nothing was. */
  readonly status: number;
  readonly requestId: string;
}

const maximumBody = 4 * 1024 * 1024;

interface Arrived {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ids: RequestIds;
  readonly text: string;
}

/** What a loopback Graph does with each call. */
export class RunningGraph {
  readonly requests: GraphRequest[] = [];
  readonly violations: string[] = [];
  readonly faults = new GraphFaults();
  readonly #options: GraphServerOptions;
  readonly #expired = new Set<string>();
  #graph: Graph | null = null;

  constructor(options: GraphServerOptions) {
    this.#options = options;
  }

  start(base: string): Graph {
    const { paging = {}, ...contents } = this.#options;
    this.#graph = { base, store: new GraphStore(contents), pages: new GraphPages(base, paging) };
    return this.#graph;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const requestId = randomUUID();
    const ids = { requestId, clientRequestId: headers['client-request-id'] ?? requestId };
    const text = await textOf(request);
    if (text === null) return;
    const url = request.url ?? '';
    const target = url.replace(/^\/v1\.0(?=\/)/, '');
    const arrived: Arrived = { method: request.method ?? '', target, headers, ids, text };
    const inVersion = target !== url;
    const fault = this.faults.meet(arrived.method, target);
    const answer = (): GraphAnswer => this.#guarded(arrived, () => this.#answer(arrived, inVersion));
    if (fault) this.#misbehave(fault, arrived, response, answer);
    else send(response, this.#note(arrived, answer()), ids);
  }

  #note(arrived: Arrived, answer: GraphAnswer): GraphAnswer {
    const { authorization: _, ...headers } = arrived.headers;
    const { method, target, ids } = arrived;
    const query = safely(() => readQueryText(target.split(/\?(.*)/s)[1] ?? '')) ?? new Map<string, string>();
    const body = arrived.text === '' ? undefined : (safely(() => JSON.parse(arrived.text) as unknown) ?? arrived.text);
    this.requests.push({ method, target, query, headers, body, status: answer.status, requestId: ids.requestId });
    return answer;
  }

  /** Makes an answer of what is refused, and a violation of what nobody may send. */
  #guarded({ method, target, ids }: Pick<Arrived, 'method' | 'target' | 'ids'>, answer: () => GraphAnswer): GraphAnswer {
    try {
      return answer();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { failure } = error;
      if (failure.violation !== null) this.violations.push(`${method} ${target}: ${failure.violation}`);
      return { status: failure.status, body: errorBody(failure, ids) };
    }
  }

  #answer({ method, target, headers, text, ids }: Arrived, inVersion: boolean): GraphAnswer {
    if (!inVersion) throw breach(`Resource not found: ${target} is not below /v1.0.`, 404, 'BadRequest');
    const { token, permissions } = this.#authorize(headers);
    if (target.includes(token) || text.includes(token)) throw breach('The token stands outside the header Authorization.');
    const [path = '', rawQuery = ''] = target.split(/\?(.*)/s);
    const call: GraphCall = {
      ...{ method, target, rawQuery, segments: readPath(path), query: readQueryText(rawQuery) },
      ...{ headers, body: bodyOf(headers, text), permissions },
    };
    if (call.method === 'POST' && target === '/$batch') {
      return answerBatch(call, (item) =>
        this.#guarded({ method: item.method, target: item.target, ids }, () => this.#item(item, ids)),
      );
    }
    return answerCall(this.#running(), call);
  }

  #item(item: GraphCall, ids: RequestIds): GraphAnswer {
    const fault = this.faults.meet(item.method, item.target);
    return fault ? (plainFault(fault, ids) ?? answerCall(this.#running(), item)) : answerCall(this.#running(), item);
  }

  #running(): Graph {
    assert.ok(this.#graph, 'the server has not started');
    return this.#graph;
  }

  #authorize(headers: Readonly<Record<string, string>>): {
    readonly token: string;
    readonly permissions: GraphPermissions | null;
  } {
    const [, token] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
    if (token === undefined) throw breach('Access token is empty.', 401, 'InvalidAuthenticationToken');
    const expected = this.#options.token;
    const known = typeof expected === 'function' ? expected(token) : expected === undefined || expected === token ? {} : null;
    if (known === null || this.#expired.has(token)) throw invalidToken();
    return { token, permissions: typeof expected === 'function' ? known : null };
  }

  /** The answer of a fault that ends in one; null for one that shows on the wire alone. */
  #faultyAnswer(fault: FaultKind, { ids, headers }: Arrived, answer: () => GraphAnswer): GraphAnswer | null {
    switch (fault.kind) {
      case 'expired':
        this.#expired.add((headers.authorization ?? '').slice('Bearer '.length));
        return answer();
      case 'tokenEchoed': {
        const message = `The request with the header Authorization: ${headers.authorization} is not valid.`;
        return failing(400, 'Request_BadRequest', message, ids);
      }
      case 'replication': {
        const done = answer();
        if (done.status === 201) this.#running().store.hide(String((done.body as GraphObject).id), fault.reads);
        return done;
      }
      default:
        if (fault.kind === 'status' && fault.handled) answer();
        return plainFault(fault, ids);
    }
  }

  #misbehave(fault: FaultKind, arrived: Arrived, response: ServerResponse, answer: () => GraphAnswer): void {
    const faulty = this.#faultyAnswer(fault, arrived, answer);
    if (faulty) {
      send(response, this.#note(arrived, faulty), arrived.ids);
      return;
    }
    const status = fault.kind === 'html' ? fault.status : fault.kind === 'body' ? 200 : 0;
    const handled = fault.kind === 'torn' || ((fault.kind === 'stall' || fault.kind === 'cut') && fault.handled);
    if (handled) answer();
    this.#note(arrived, { status, body: undefined });
    if (fault.kind === 'html') {
      response.writeHead(fault.status, { 'content-type': 'text/html' });
      response.end('<!DOCTYPE html><title>Service unavailable</title><h1>Please sign in again</h1>');
    } else if (fault.kind === 'body') {
      response.writeHead(200, { 'content-type': fault.type ?? 'application/json', 'request-id': arrived.ids.requestId });
      response.end(fault.text);
    } else if (fault.kind === 'torn') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4000' });
      response.write('{"@odata.context":"', () => response.destroy());
    } else if (fault.kind === 'cut') response.destroy();
  }
}

function invalidToken(): Refused {
  return refusal(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.');
}

function send(response: ServerResponse, { status, body, headers }: GraphAnswer, ids: RequestIds): void {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'request-id': ids.requestId,
    'client-request-id': ids.clientRequestId,
    ...(status === 401 && {
      'www-authenticate': 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
    }),
    ...(text !== undefined && { 'content-type': 'application/json;odata.metadata=minimal;charset=utf-8' }),
    ...headers,
  });
  response.end(text);
}

/** The body of a call; none where it is empty. */
function bodyOf(headers: Readonly<Record<string, string>>, text: string): unknown {
  if (text === '') return undefined;
  if (!/^application\/json\b/.test(headers['content-type'] ?? ''))
    throw breach(`The body comes as '${headers['content-type']}', not as application/json.`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw breach('The body is no JSON.');
  }
}

/** Null where the client went away before all of it came. */
async function textOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maximumBody) return null;
      chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function safely<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null;
  }
}
