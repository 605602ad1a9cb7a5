import { join } from 'node:path';
import { type BrowserContext, chromium, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { findChromium, howToGetChromium } from './chromium.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { type LoadedExtension, startVsCodeServer, type VsCodeServer } from './vscodeHost.ts';

const chromiumArguments = [
  // Chromium refuses to run as root with its sandbox, and root is what a container gives.
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  // Nothing but this machine is ever asked.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** Chromium without a window and without a network, its profile in the folder given. Throws where no Chromium is installed. */
export async function launchChromium(profile: string, viewport = { width: 1600, height: 1000 }): Promise<BrowserContext> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(`No Chromium was found. ${howToGetChromium}`);
  return chromium.launchPersistentContext(profile, { executablePath, headless: true, viewport, args: chromiumArguments });
}

export interface WindowOptions {
  readonly folder: string;
  readonly extension: LoadedExtension;
  /** User settings, for instance `workbench.colorTheme`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: NodeJS.ProcessEnv;
  /** Opens the folder as one that is not trusted. */
  readonly workspaceTrust?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** VS Code's address that opens a folder, and a file in it where one is given. */
export function workbenchAddress(server: VsCodeServer, folder: string, openFile?: string): string {
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...(openFile ? [['openFile', `vscode-remote://${server.authority}${openFile}`]] : []),
  ];
  return `${server.url}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** A colour theme of VS Code: its name in the list of themes, its class on the workbench, its kind on a webview's body. */
export interface Theme {
  readonly name: string;
  readonly kind: 'vs' | 'vs-dark' | 'hc-black' | 'hc-light';
  readonly bodyKind: string;
}

/** One of the five steps, as the view shows it. */
export interface ShownStep {
  readonly kind: string;
  readonly status: string;
  readonly summary: string;
}

/** A VS Code window in Chromium, driven as a person does: by keys and clicks on what is seen. */
export class VsCodeWindow {
  readonly page: Page;
  readonly #server: VsCodeServer;
  readonly #close: () => Promise<void>;

  constructor(page: Page, server: VsCodeServer, close: () => Promise<void>) {
    this.page = page;
    this.#server = server;
    this.#close = close;
  }

  /** Where VS Code keeps what it installed. */
  get extensionsFolder(): string {
    return this.#server.extensionsFolder;
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** Chooses a colour theme as a person does, and waits until the window and the view show it. */
  async setTheme(theme: Theme): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.pick(theme.name);
    await this.page.locator(`.monaco-workbench.${theme.kind}`).waitFor();
    await this.webview.locator(`body[data-vscode-theme-kind=${theme.bodyKind}]`).waitFor();
  }

  /** The input of the quick pick or the command palette, while it is open. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input[type=text]');
  }

  /** The visible rows of the quick pick. */
  get quickPicks(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  }

  /** The document inside the only visible webview. */
  get webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** The text editor in which the file of this name is shown. */
  editor(fileName: string): Locator {
    return this.page.locator(`.editor-instance .monaco-editor[data-uri$="/${fileName}"]`);
  }

  /** Runs a command by its title from the command palette. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput.waitFor();
    await this.quickInput.fill(`>${title}`);
    const row = this.quickPicks.filter({ hasText: title }).first();
    await row.waitFor();
    await row.click();
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.quickInput.waitFor();
    await this.quickInput.fill(name);
    await this.quickPicks.filter({ hasText: name }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.editor(name).waitFor();
  }

  /** Types into the open quick pick and chooses the first row that holds the text. */
  async pick(typed: string, rowText: string = typed): Promise<void> {
    await this.quickInput.waitFor();
    await this.quickInput.fill(typed);
    const row = this.quickPicks.filter({ hasText: rowText }).first();
    await row.waitFor();
    await row.click();
  }

  /** Hides the side bar, so that the editor and the view have the whole width. */
  async hideSideBar(): Promise<void> {
    await this.page.keyboard.press('Control+B');
    await this.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  }

  /** Waits until the view shows a complete trace of a user, and gives its steps in the order shown. */
  async waitForTrace(userName: string): Promise<readonly ShownStep[]> {
    await this.webview.locator('.summary', { hasText: userName }).waitFor();
    await this.webview.locator('.timeline[aria-busy=false]').waitFor();
    return this.shownSteps();
  }

  /** The steps that the view shows now. */
  async shownSteps(): Promise<readonly ShownStep[]> {
    const steps = await this.webview.locator('.timeline > .step').all();
    return Promise.all(
      steps.map(async (step) => ({
        kind: (await step.getAttribute('data-step')) ?? '',
        status: (await step.locator('.step-status').textContent()) ?? '',
        summary: (await step.locator('.step-summary').textContent()) ?? '',
      })),
    );
  }
}

/** Starts the server and Chromium, opens the folder, and waits until the window can be used. */
export async function openVsCodeWindow(options: WindowOptions): Promise<VsCodeWindow> {
  const data = temporaryFolder('provision-window-');
  let server: VsCodeServer | undefined;
  let context: BrowserContext | undefined;
  const close = async (): Promise<void> => {
    await context?.close().catch(() => undefined);
    await server?.stop();
    data.remove();
  };
  try {
    server = await startVsCodeServer({ directory: data.path, ...options });
    context = await launchChromium(join(data.path, 'chromium'), options.viewport);
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(30_000);
    await page.goto(workbenchAddress(server, options.folder));
    await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
    // Before the connection to the server stands, the explorer is empty and the command palette lacks the extensions' commands.
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
    return new VsCodeWindow(page, server, close);
  } catch (error) {
    await close();
    throw error;
  }
}
