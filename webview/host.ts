import type { ViewMessage } from '../src/protocol/messages.ts';

/** The editor's side, as the page sees it: the only place that knows `acquireVsCodeApi`. */
export interface Host {
  post(message: ViewMessage): void;
  /** What `keep` last kept, also before a reload of the page; undefined at first. */
  kept(): unknown;
  /** @param value plain data. */
  keep(value: unknown): void;
  /** Calls `listener` with whatever the extension posts. */
  listen(listener: (message: unknown) => void): void;
}

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** May be called once per page: the editor hands its interface out once. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    kept: () => api.getState(),
    keep: (value) => api.setState(value),
    listen: (listener) => window.addEventListener('message', (event) => listener(event.data)),
  };
}
