import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import type { Browser, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { Trace } from '../../src/core/trace/trace.ts';
import { tracePage } from '../../src/extension/views/tracePage.ts';
import { isViewMessage } from '../../src/protocol/guards.ts';
import type { ViewState } from '../../src/protocol/messages.ts';
import type { ThemeName } from './themes.ts';
import { themeKinds, themeNames, themeSheet } from './themes.ts';

/**
 * The trace view in a browser without an editor: the real bundle under the content security policy that the extension sets, a stand-in
 * for the editor's interface, and the variables of VS Code's default themes.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const pictures = `${root}out/screenshots`;

const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why there is nothing to test with, or false. */
export const skip: string | false = existsSync(executable)
  ? false
  : `No Chromium at ${executable}: install one, or name it in the environment variable CHROMIUM.`;

/** Stands in for the editor, before the page's own script runs: its interface, and the theme that it writes onto the body. */
const editor = (theme: ThemeName): string => `
  window.posted = [];
  window.complaints = [];
  addEventListener('securitypolicyviolation', (event) => complaints.push(event.violatedDirective + ' ' + event.blockedURI));
  addEventListener('error', (event) => complaints.push(String(event.message)));
  addEventListener('unhandledrejection', (event) => complaints.push(String(event.reason)));
  addEventListener('DOMContentLoaded', () => {
    document.body.classList.add('${themeKinds[theme]}');
    document.body.dataset.vscodeThemeKind = '${themeKinds[theme]}';
  });
  window.acquireVsCodeApi = () => {
    delete window.acquireVsCodeApi;
    return {
      postMessage: (message) => void posted.push(structuredClone(message)),
      getState: () => JSON.parse(sessionStorage.getItem('kept') ?? 'null') ?? undefined,
      setState: (state) => sessionStorage.setItem('kept', JSON.stringify(state)),
    };
  };`;

/** The extension's own page, served from here. */
const html = (theme: ThemeName, origin: string): string =>
  tracePage({
    cspSource: origin,
    nonce: 'c2NyaXB0',
    styleNonce: 'c3R5bGU=',
    scriptUri: `${origin}/webview.js`,
    styleUris: [`${origin}/${theme}.css`, `${origin}/webview.css`],
  });

const bundle = async (): Promise<ReadonlyMap<string, string>> => {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['webview/main.ts'],
    outfile: 'webview.js',
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'warning',
  });
  return new Map(outputFiles.map((file) => [file.path.endsWith('.css') ? '/webview.css' : '/webview.js', file.text]));
};

/** A browser with the view in it, until `close`. */
export interface Gallery {
  open(state: ViewState | null, options?: { readonly theme?: ThemeName; readonly width?: number }): Promise<Shown>;
  /** UTF-16 code units of the minified script and the style sheet. */
  readonly sizes: { readonly script: number; readonly style: number };
  close(): Promise<void>;
}

/** One page with the view. */
export interface Shown {
  readonly page: Page;
  push(state: unknown): Promise<void>;
  /** What the view has posted so far. */
  posted(): Promise<readonly unknown[]>;
  /** Scripts, styles and addresses that the policy refused, and errors that nobody caught. */
  complaints(): Promise<readonly string[]>;
  photograph(name: string): Promise<void>;
}

/** Builds the view, serves it on loopback and starts Chromium. */
export async function openGallery(): Promise<Gallery> {
  const files = await bundle();
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    const path = request.url ?? '/';
    const theme = themeNames.find((name) => path === `/${name}` || path === `/${name}.css`);
    const body =
      files.get(path) ?? (theme === undefined ? undefined : path.endsWith('.css') ? themeSheet(theme) : html(theme, origin));
    const type = path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/html';
    response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': `${type}; charset=utf-8` }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const browser: Browser = await chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
  mkdirSync(pictures, { recursive: true });

  return {
    sizes: { script: files.get('/webview.js')?.length ?? 0, style: files.get('/webview.css')?.length ?? 0 },
    async open(state, { theme = 'dark', width = 760 } = {}) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.addInitScript(editor(theme));
      await page.goto(`http://127.0.0.1:${port}/${theme}`);
      const shown: Shown = {
        page,
        async push(next) {
          // Two frames later the toolkit's elements have drawn themselves.
          await page.evaluate(`postMessage(${JSON.stringify({ v: 1, type: 'state', state: next })}, '*');
            new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done))))`);
        },
        posted: () => page.evaluate('posted'),
        complaints: () => page.evaluate('complaints'),
        async photograph(name) {
          // The heads of tables stick to the top of what is scrolled to.
          await page.evaluate('scrollTo(0, 0)');
          await page.screenshot({ path: `${pictures}/webview-${name}.png`, fullPage: true });
        },
      };
      if (state !== null) await shown.push(state);
      return shown;
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Runs `act` and gives what the view posted meanwhile: messages that the protocol knows. */
export async function posting(shown: Shown, act: () => Promise<void>): Promise<readonly unknown[]> {
  const earlier = (await shown.posted()).length;
  await act();
  const messages = (await shown.posted()).slice(earlier);
  for (const message of messages) assert.ok(isViewMessage(message), JSON.stringify(message));
  return messages;
}

const base: ViewState = {
  connectionName: 'corp.example to Entra',
  configurationLabel: 'ad-to-entra.syncschema.json',
  sourceLabel: 'people.ldif',
  targetLabel: 'entra-users.json',
  user: null,
  mode: 'preview',
  running: false,
  unsaved: false,
  outdated: false,
  incremental: null,
  steps: [],
  trace: null,
  provision: { allowed: false, reason: null },
  problem: null,
};

/** The state before a user was chosen, changed as given. */
export const stateOf = (more: Partial<ViewState> = {}): ViewState => ({ ...base, ...more });

/** The state of a complete run. */
export const completed = (trace: Trace, more: Partial<ViewState> = {}): ViewState =>
  stateOf({ user: trace.subject, mode: trace.mode, steps: trace.steps, trace, ...more });

/** The state of a run of which so many steps have arrived. */
export const running = (trace: Trace, steps: number): ViewState =>
  stateOf({ user: trace.subject, mode: trace.mode, running: true, steps: trace.steps.slice(0, steps) });

/** The text of an element as a reader sees it: hidden parts left out, laid out. */
export const textOf = (locator: Locator): Promise<string> => locator.innerText();
