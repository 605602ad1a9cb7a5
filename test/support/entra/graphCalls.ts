import { directoryRoutes } from './directoryRoutes.ts';
import type { GraphAnswer, GraphCall } from './graphCall.ts';
import { breach } from './graphFailure.ts';
import { checkPermissions } from './graphPermissions.ts';
import type { Graph, Route } from './graphRoute.ts';
import { groupRoutes } from './groupRoutes.ts';
import { userRoutes } from './userRoutes.ts';

/** What is documented; everything else is refused as a breach. */
const routes: readonly Route[] = [...userRoutes, ...groupRoutes, ...directoryRoutes];

/** Does what a documented call asks for; throws a breach for any other. */
export function answerCall(graph: Graph, call: GraphCall): GraphAnswer {
  const fitting = routes.filter(({ path }) => fits(path.split('/'), call.segments));
  if (fitting.length === 0)
    throw breach(`Resource not found for the segment of ${call.method} ${call.target}.`, 404, 'BadRequest');
  const route = mostExact(fitting.filter(({ method }) => method === call.method));
  if (!route) throw breach(`Specified HTTP method is not allowed: ${call.method} ${call.target}.`, 405, 'Request_BadRequest');
  checkPermissions(call.permissions, typeof route.needed === 'function' ? route.needed(call) : route.needed);
  const hasBody = call.body !== undefined;
  const wantsBody = /^(POST|PATCH|PUT)$/.test(call.method);
  if (hasBody !== wantsBody) throw breach(`${call.method} ${wantsBody ? 'needs' : 'has no'} body.`);
  if (call.method === 'GET' && call.query.has('$skiptoken')) return graph.pages.next(call);
  const keys = call.segments.filter((_, index) => route.path.split('/')[index]?.startsWith('{'));
  return route.handle(graph, call, ...keys);
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.length === segments.length && pattern.every((part, index) => part.startsWith('{') || part === segments[index]);
}

/** `users/$count` before `users/{user}`. */
function mostExact(fitting: readonly Route[]): Route | undefined {
  return [...fitting].sort((left, right) => left.path.split('{').length - right.path.split('{').length)[0];
}
