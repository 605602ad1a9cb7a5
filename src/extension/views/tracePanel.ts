import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { isViewMessage } from '../../protocol/guards.ts';
import { type HostMessage, protocolVersion, type ViewMessage, type ViewState } from '../../protocol/messages.ts';
import { tracePage } from './tracePage.ts';

/** What the panel reports. */
export interface TracePanelEvents {
  message(message: Exclude<ViewMessage, { type: 'ready' }>): void;
  closed(): void;
  /** The page sent something that the protocol does not know. */
  malformed(message: unknown): void;
}

/** The trace view beside the editor: one panel that shows the last state it was given. */
export class TracePanel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #events: TracePanelEvents;
  #panel: vscode.WebviewPanel | null = null;
  #state: ViewState | null = null;
  #isReady = false;

  constructor(extensionUri: vscode.Uri, events: TracePanelEvents) {
    this.#extensionUri = extensionUri;
    this.#events = events;
  }

  get isOpen(): boolean {
    return this.#panel !== null;
  }

  /** True while the view has the focus, in which case no editor is active. */
  get isActive(): boolean {
    return this.#panel?.active === true;
  }

  get viewColumn(): vscode.ViewColumn | undefined {
    return this.#panel?.viewColumn;
  }

  /** Opens the view beside the editor without taking the focus from it. */
  open(): void {
    if (this.#panel) {
      if (!this.#panel.visible) this.#panel.reveal(undefined, true);
      return;
    }
    const roots = ['dist', 'media'].map((folder) => vscode.Uri.joinPath(this.#extensionUri, folder));
    const panel = vscode.window.createWebviewPanel(
      'provisionOnDemand.trace',
      'Provision on Demand',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: roots, retainContextWhenHidden: false, enableFindWidget: true },
    );
    panel.iconPath = vscode.Uri.joinPath(this.#extensionUri, 'media', 'icon.png');
    this.#panel = panel;
    this.#isReady = false;
    panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    panel.onDidDispose(() => {
      this.#panel = null;
      this.#isReady = false;
      this.#events.closed();
    });
    // A hidden page is thrown away; it asks for the state when it is made again.
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#isReady = false;
    });
    const { webview } = panel;
    const asUri = (...path: string[]): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.#extensionUri, ...path)).toString();
    webview.html = tracePage({
      cspSource: webview.cspSource,
      nonce: newNonce(),
      styleNonce: newNonce(),
      scriptUri: asUri('dist', 'webview.js'),
      styleUris: [asUri('dist', 'webview.css')],
    });
  }

  show(state: ViewState): void {
    this.#state = state;
    if (this.#panel) this.#panel.title = state.user ? `${state.user.displayName} · Provision on Demand` : 'Provision on Demand';
    this.#push();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #receive(message: unknown): void {
    if (!isViewMessage(message)) {
      this.#events.malformed(message);
      return;
    }
    if (message.type !== 'ready') {
      this.#events.message(message);
      return;
    }
    this.#isReady = true;
    this.#push();
  }

  #push(): void {
    if (!this.#panel || !this.#isReady || !this.#state) return;
    const message: HostMessage = { v: protocolVersion, type: 'state', state: this.#state };
    // A page that is closed in this moment needs no state.
    this.#panel.webview.postMessage(message).then(undefined, () => {});
  }
}

function newNonce(): string {
  return randomBytes(16).toString('base64url');
}
