/** What Graph answers where it does not do what it was asked (facts/graph-synchronization.md, section 10.3). */
export interface GraphFailure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The request is one that no client may send; what the test is told. Null where Graph refuses for what the data hold. */
  readonly violation: string | null;
  readonly details?: readonly { readonly code: string; readonly target: string; readonly message: string }[];
}

/** Thrown by whatever looks at a request, and made an answer in one place. */
export class Refused extends Error {
  readonly failure: GraphFailure;

  constructor(failure: GraphFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** A request that breaks what is documented: the caller's fault, and the end of the test. */
export function breach(message: string, status = 400, code = 'Request_BadRequest'): Refused {
  return new Refused({ status, code, message, violation: message });
}

/** A refusal for what the data or the tenant hold; a client has to live with it. */
export function refusal(status: number, code: string, message: string): Refused {
  return new Refused({ status, code, message, violation: null });
}

export function notFound(id: string): Refused {
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return refusal(404, 'Request_ResourceNotFound', message);
}

export function unsupported(message: string): Refused {
  return breach(message, 400, 'Request_UnsupportedQuery');
}

/** The ids of a request, as they stand in headers and errors. */
export interface RequestIds {
  readonly requestId: string;
  readonly clientRequestId: string;
}

export function errorBody({ code, message, details }: Omit<GraphFailure, 'status' | 'violation'>, ids: RequestIds): object {
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    'request-id': ids.requestId,
    'client-request-id': ids.clientRequestId,
  };
  return { error: { code, message, ...(details && { details }), innerError } };
}
