import './styles/webview.css';
import { isHostMessage } from '../src/protocol/guards.ts';
import type { ViewMessage, ViewState } from '../src/protocol/messages.ts';
import { protocolVersion } from '../src/protocol/messages.ts';
import { announcement } from './announce.ts';
import { callout } from './components/callout.ts';
import { summary } from './components/summary.ts';
import { timeline } from './components/timeline.ts';
import { welcome } from './components/welcome.ts';
import { element, render } from './dom.ts';
import { connectHost } from './host.ts';
import { listenRoving, refreshRoving } from './roving.ts';
import type { Interface, Page } from './state.ts';
import { fromPersisted, toPersisted } from './state.ts';
import { registerToolkit } from './toolkit.ts';

/**
 * The trace view: shows each state that the extension pushes, and tells the extension what the reader asks for. It knows nothing that
 * was not pushed, and keeps nothing but what is open.
 */

type Request = ViewMessage extends infer M ? (M extends ViewMessage ? Omit<M, 'v'> : never) : never;

/** A state that waits to be shown. */
interface Held {
  state: ViewState;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** A run over the same user is shown as running only when it takes this long: on each key stroke the page would flicker. */
const patience = 300;

registerToolkit();
const host = connectHost();
const restored = fromPersisted(host.kept());

let ui: Interface = restored.ui;
let state: ViewState | null = null;
let unreadable = false;
/** The place to scroll to as soon as there is something to scroll over. */
let scrollWanted: number | null = restored.scrollTop;
let held: Held | null = null;

const app = document.createElement('main');
const status = document.createElement('div');
status.className = 'visually-hidden';
status.setAttribute('role', 'status');
status.setAttribute('aria-live', 'polite');
document.body.append(app, status);

const post = (message: Request): void => host.post({ v: protocolVersion, ...message });
const keep = (): void => host.keep(toPersisted(ui, window.scrollY));

const pageOf = (shown: ViewState): Page => ({
  state: shown,
  ui,
  change: (part) => {
    ui = { ...ui, ...part };
    draw();
    keep();
  },
  reveal: (target) => post({ type: 'reveal', target }),
  runAgain: () => post({ type: 'runAgain' }),
  chooseUser: () => post({ type: 'chooseUser' }),
  chooseLens: () => post({ type: 'chooseLens' }),
  fullImport: () => post({ type: 'fullImport' }),
  provision: () => post({ type: 'provision' }),
  cancel: () => post({ type: 'cancel' }),
});

/** Where focus goes when the element that had it is gone: to the step it stood in. */
const restoreFocus = (active: Element | null, step: string | undefined): void => {
  if (!(active instanceof HTMLElement) || document.activeElement === active) return;
  if (active.isConnected) active.focus({ preventScroll: true });
  else if (step !== undefined) document.getElementById(`step-${step}`)?.focus({ preventScroll: true });
};

const draw = (): void => {
  const active = app.contains(document.activeElement) ? document.activeElement : null;
  const step = active?.closest<HTMLElement>('[data-step]')?.dataset.step;
  if (unreadable) {
    const advice =
      'Reload the window (“Developer: Reload Window”). If it stays so, the extension and its view are of different versions: install the extension again.';
    render(app, callout('The view got something from the extension that it cannot read.', advice, 'failure'));
  } else if (state === null) {
    render(app, element('p', { key: 'waiting', class: 'waiting' }, 'Waiting for the extension…'));
  } else {
    const page = pageOf(state);
    const hasUser = state.user !== null;
    render(
      app,
      hasUser || state.problem !== null ? summary(page) : welcome(page),
      hasUser && state.problem === null && timeline(page),
    );
  }
  restoreFocus(active, step);
  refreshRoving(app);
};

const show = (next: ViewState): void => {
  state = next;
  const top = window.scrollY;
  draw();
  status.textContent = announcement(next);
  if (next.trace === null) {
    // The page gets shorter while results are missing, and the browser scrolls up: remember where the reader was.
    scrollWanted ??= top;
  } else {
    if (scrollWanted !== null) window.scrollTo({ top: scrollWanted, behavior: 'instant' });
    scrollWanted = null;
  }
};

const receive = (next: ViewState): void => {
  const isAgain = next.running && state !== null && !state.running && state.trace !== null && state.user?.id === next.user?.id;
  if (!isAgain) {
    clearTimeout(held?.timer);
    held = null;
    show(next);
  } else if (held !== null) {
    held.state = next;
  } else {
    const waiting = { state: next, timer: setTimeout(() => release(waiting), patience) };
    held = waiting;
  }
};

const release = (waiting: Held): void => {
  held = null;
  show(waiting.state);
};

host.listen((message) => {
  const ours = typeof message === 'object' && message !== null && 'v' in message && 'type' in message;
  if (!ours) return;
  unreadable = !isHostMessage(message);
  if (isHostMessage(message)) receive(message.state);
  else draw();
});

/** A reader who scrolls meanwhile knows better where to be. */
const leaveScroll = (): void => {
  scrollWanted = null;
};

listenRoving(app);
for (const moved of ['wheel', 'touchmove', 'keydown'] as const) {
  window.addEventListener(moved, leaveScroll, { passive: true });
}
window.addEventListener('scroll', () => requestAnimationFrame(keep), { passive: true });
draw();
post({ type: 'ready' });
