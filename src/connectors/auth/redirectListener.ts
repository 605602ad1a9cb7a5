import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Where the browser comes back to. */
export interface RedirectListener {
  /** `http://localhost:PORT`, without a path: Entra compares the rest of it with the registration, the port aside (RFC 8252, section 7.3). */
  readonly redirectUri: string;
  /** What the authority sent along, once, with the right state. Settles with null when the listener is closed before. */
  readonly answer: Promise<ReadonlyMap<string, string> | null>;
  close(): void;
}

const maximumBody = 64_000;

/**
 * Listens on this machine's loopback for the answer of the authority, sent as a form (OAuth 2.0 Form Post Response Mode), so that the code stands
 * in no address and no history. Whoever does not know the state is turned away and changes nothing.
 */
export async function listenForRedirect(state: string): Promise<RedirectListener> {
  let settle = (_answer: ReadonlyMap<string, string> | null): void => undefined;
  const answer = new Promise<ReadonlyMap<string, string> | null>((resolve) => {
    settle = resolve;
  });
  let taken = false;
  let host = '';

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A page of another name that was made to resolve to this machine does not get through.
    if (request.headers.host !== host) return page(response, 400, pages.unknown);
    if (request.method !== 'POST' || request.url !== '/') return page(response, request.url === '/' ? 405 : 404, pages.unknown);
    const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    if (type !== 'application/x-www-form-urlencoded') return page(response, 415, pages.unknown);
    const body = await readBody(request);
    if (body === null) return page(response, 413, pages.unknown);
    const fields = new URLSearchParams(body);
    const states = fields.getAll('state');
    if (taken || states.length !== 1 || states[0] !== state) return page(response, 400, pages.unknown);
    taken = true;
    page(response, 200, fields.has('error') ? pages.refused : pages.done);
    settle(new Map(fields));
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  server.maxConnections = 20;
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  host = `localhost:${address.port}`;
  return {
    redirectUri: `http://${host}`,
    answer,
    close: () => {
      settle(null);
      // The page that is being sent is let through; nobody else.
      server.close();
      server.closeIdleConnections();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.byteLength;
    if (length > maximumBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const pages = {
  done: ['Signed in', 'You may close this page and go back to where you began.'],
  refused: ['Not signed in', 'The reason is shown where you began. You may close this page.'],
  unknown: ['Nothing here', 'This address only takes the answer of a sign-in page.'],
} as const;

/** Plain, without scripts, and without a word of what was sent. */
function page(response: ServerResponse, status: number, [title, text]: readonly [string, string]): void {
  const html = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>\n`;
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  });
  response.end(html);
}
