import type { GraphAnswer } from './graphCall.ts';
import { type GraphCall, readPath, readQueryText } from './graphCall.ts';
import { breach } from './graphFailure.ts';
import { objectBody } from './graphWrites.ts';

const maximumItems = 20;

interface Item {
  readonly id: string;
  readonly dependsOn: readonly string[];
  readonly call: GraphCall;
}

/** `POST /$batch` (facts, section 10.3): at most 20 calls, each answered for itself, in another order than they were sent. */
export function answerBatch(batch: GraphCall, answer: (call: GraphCall) => GraphAnswer): GraphAnswer {
  const { requests, ...rest } = objectBody(batch);
  if (Object.keys(rest).length > 0 || !Array.isArray(requests)) throw breach('A batch is { "requests": [ … ] }.');
  if (requests.length === 0 || requests.length > maximumItems)
    throw breach(`A batch has 1 to ${maximumItems} requests, not ${requests.length}.`);
  const items = requests.map((request) => itemOf(batch, request));
  if (new Set(items.map(({ id }) => id)).size < items.length) throw breach('Two requests of a batch have one id.');
  const statuses = new Map<string, number>();
  const responses = items.map(({ id, dependsOn, call }) => {
    const failed = dependsOn.some((other) => (statuses.get(other) ?? 424) >= 400);
    const { status, body, headers } = failed ? failedDependency : answer(call);
    statuses.set(id, status);
    const typed = { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers };
    return { id, status, headers: typed, ...(body !== undefined && { body }) };
  });
  return { status: 200, body: { responses: responses.reverse() } };
}

const failedDependency: GraphAnswer = {
  status: 424,
  body: { error: { code: 'FailedDependency', message: 'A request on which this one depends has failed.' } },
};

function itemOf(batch: GraphCall, request: unknown): Item {
  const { id, method, url, headers, body, dependsOn, ...rest } = objectBody({ ...batch, body: request });
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw breach(`A request of a batch has no '${unknown.join(', ')}'.`);
  if (typeof id !== 'string' || id === '') throw breach('A request of a batch needs an id, which is text.');
  if (typeof method !== 'string' || typeof url !== 'string' || !url.startsWith('/'))
    throw breach('A request of a batch needs method and url.');
  const given = typeof headers === 'object' && headers !== null ? headers : {};
  const own = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), String(value)]));
  if (body !== undefined && own['content-type'] !== 'application/json')
    throw breach('A request of a batch with a body needs its Content-Type.');
  const [path = '', rawQuery = ''] = url.split(/\?(.*)/s);
  return {
    id,
    dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [],
    call: {
      ...{ method, target: url, segments: readPath(path), rawQuery, query: readQueryText(rawQuery) },
      ...{ headers: own, body, permissions: batch.permissions },
    },
  };
}
