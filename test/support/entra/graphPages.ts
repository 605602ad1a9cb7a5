import { randomUUID } from 'node:crypto';
import type { GraphObject } from './evaluateFilter.ts';
import { type GraphAnswer, type GraphCall, isEventual } from './graphCall.ts';
import { breach } from './graphFailure.ts';
import type { GraphQuery } from './graphQuery.ts';

export interface PagingOptions {
  /** Objects on a page where there is no `$top`; 100 as in Graph. */
  readonly size?: number;
  /** This page, counted from 1, is empty and still has a next one (facts, section 10.3). */
  readonly emptyPage?: number;
}

interface Rest {
  readonly values: readonly object[];
  readonly page: number;
  readonly size: number;
  readonly eventual: boolean;
  /** The first call, as sent. */
  readonly target: string;
}

/** Pages that are followed by `@odata.nextLink`, and by nothing else. */
export class GraphPages {
  readonly #base: string;
  readonly #options: PagingOptions;
  readonly #rest = new Map<string, Rest>();

  constructor(base: string, options: PagingOptions) {
    this.#base = base;
    this.#options = options;
  }

  first(call: GraphCall, query: GraphQuery, objects: readonly GraphObject[], show: (object: GraphObject) => object): GraphAnswer {
    const chosen = query.choose(objects);
    const size = Math.min(query.top ?? Number.POSITIVE_INFINITY, this.#options.size ?? 100);
    const rest = { values: chosen.map(show), page: 1, size, eventual: isEventual(call), target: call.target };
    return this.#page(rest, query.count ? { '@odata.count': chosen.length } : {});
  }

  /** The page of a next link, which has to come as it was given. */
  next(call: GraphCall): GraphAnswer {
    const rest = this.#rest.get(call.target);
    if (!rest) throw breach(`The next link was not followed verbatim: ${call.target}`);
    if (rest.eventual && !isEventual(call)) throw breach('The header ConsistencyLevel was not sent again with the next link.');
    return this.#page(rest, {});
  }

  #page(rest: Rest, count: object): GraphAnswer {
    const { values, page, size, target } = rest;
    const taken = page === this.#options.emptyPage && values.length > 0 ? 0 : Math.min(size, values.length);
    const left = values.slice(taken);
    const collection = (target.split('?', 1)[0] ?? '').slice(1);
    const body = { '@odata.context': `${this.#base}/$metadata#${collection}`, ...count };
    if (left.length === 0) return { status: 200, body: { ...body, value: values } };
    // Escapes in lower case, and a slash and a plus sign: a client that reads the token and writes it anew gives another text.
    const token = `m~AQAnOy%3d${randomUUID()}%2b%2F%3d%3d`;
    const next = `${target}${target.includes('?') ? '&' : '?'}$skiptoken=${token}`;
    this.#rest.set(next, { ...rest, values: left, page: page + 1 });
    return { status: 200, body: { ...body, '@odata.nextLink': `${this.#base}${next}`, value: values.slice(0, taken) } };
  }
}
