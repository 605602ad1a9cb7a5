// Measures one activation of the built extension in this process, under a stand-in for VS Code that answers every call with nothing.
// Prints { total, load, lazy }: milliseconds, and the bundles of dist that were loaded although nobody ran anything.
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { inRepository } from './repository.ts';

/** Any member of the VS Code interface: callable, constructible, and without end. */
function standIn(): unknown {
  const members = new Map<PropertyKey, unknown>();
  return new Proxy(function nothing() {}, {
    get(_, key) {
      // A promise-like object would be awaited for ever; an iterable one is empty.
      if (key === 'then') return undefined;
      if (key === Symbol.iterator) return () => [][Symbol.iterator]();
      if (key === Symbol.toPrimitive) return () => '';
      if (!members.has(key)) members.set(key, standIn());
      return members.get(key);
    },
    set: () => true,
    apply: () => standIn(),
    construct: () => standIn() as object,
  });
}

const bundle = inRepository('dist', 'extension.cjs');
const require = createRequire(import.meta.url);
// A bundle copies the names of what it requires, so they must be there by name: those of the typings.
const typings = readFileSync(inRepository('node_modules', '@types', 'vscode', 'index.d.ts'), 'utf8');
const names = [...typings.matchAll(/^\texport (?:namespace|class|enum|const) (\w+)/gm)].map((match) => match[1] ?? '');
const vscode = Object.fromEntries(names.map((name) => [name, standIn()]));
// VS Code hands out its interface the same way: by answering the request for the module.
const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
const load = loader._load;
loader._load = (request, ...rest) => (request === 'vscode' ? vscode : load.call(Module, request, ...rest));

const start = performance.now();
const extension = require(bundle) as { activate(context: unknown): unknown };
const loaded = performance.now();
await extension.activate({ subscriptions: [], workspaceState: standIn(), secrets: standIn(), extensionUri: standIn() });
const end = performance.now();

const lazy = Object.keys(require.cache).filter((file) => dirname(file) === dirname(bundle) && file !== bundle);
console.log(JSON.stringify({ total: end - start, load: loaded - start, lazy }));
process.exit(0);
