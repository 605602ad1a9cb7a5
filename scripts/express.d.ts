/** The few parts of Express that the embedded SCIM server uses; the package brings no types of its own. */
declare module 'express' {
  import type { IncomingMessage, Server, ServerResponse } from 'node:http';

  export interface Request extends IncomingMessage {
    readonly originalUrl: string;
    readonly body: unknown;
    header(name: string): string | undefined;
  }
  export type Response = ServerResponse;
  export type Handler = (request: Request, response: Response, next: (error?: unknown) => void) => void;
  export interface Router {
    use(path: string, ...handlers: readonly (Handler | Router)[]): this;
    use(...handlers: readonly (Handler | Router)[]): this;
  }
  export interface Application extends Router {
    (request: IncomingMessage, response: ServerResponse): void;
    listen(port: number, host: string, listening: () => void): Server;
  }
  const express: () => Application;
  // biome-ignore lint/style/noDefaultExport: this is how Express exports itself.
  export default express;
}
