import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FaultServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  close(): Promise<void>;
}

/** A server on loopback that answers as a test wants, however wrongly. */
export async function startFaultServer(listener: RequestListener): Promise<FaultServer> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** An origin on which nothing listens. */
export async function closedOrigin(): Promise<string> {
  const server = await startFaultServer(() => undefined);
  await server.close();
  return server.origin;
}
