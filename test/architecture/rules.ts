import { posix } from 'node:path';
import { blank, findImports } from './sourceText.ts';

/** What one room of the house may use. A room stands for every file below its folder. */
interface Room {
  /** Rooms it may import, itself aside. `types`: their types only. */
  readonly uses: Readonly<Record<string, 'values' | 'types'>>;
  /** Packages, `node:*` for Node's own modules. */
  readonly packages: readonly string[];
}

const toolkit = '@vscode/webview-ui-toolkit';

/**
 * Packages of one folder each, which must not be loaded before a directory is asked something: a file that imports one by value is reached by
 * `import()` only.
 */
const lazyPackages: Readonly<Record<string, string>> = {
  ldapts: 'src/connectors/ldap/',
  '@azure/msal-node': 'src/connectors/auth/',
  '@microsoft/microsoft-graph-client': 'src/connectors/graph/',
};

/** The arrows of ARCHITECTURE.md. */
export const rooms: Readonly<Record<string, Room>> = {
  'src/core': { uses: {}, packages: ['jsonc-parser'] },
  'src/language': { uses: { 'src/core': 'values' }, packages: [] },
  'src/connectors': { uses: { 'src/core': 'values' }, packages: ['node:*', ...Object.keys(lazyPackages)] },
  'src/run': { uses: { 'src/core': 'values', 'src/connectors': 'values' }, packages: ['node:*'] },
  'src/protocol': { uses: { 'src/core': 'types' }, packages: [] },
  'src/extension': {
    uses: {
      'src/core': 'values',
      'src/language': 'values',
      'src/connectors': 'values',
      'src/run': 'values',
      'src/protocol': 'values',
    },
    packages: ['vscode', 'node:*'],
  },
  'src/cli': {
    uses: { 'src/core': 'values', 'src/language': 'values', 'src/connectors': 'values', 'src/run': 'values' },
    packages: ['node:*'],
  },
  webview: { uses: { 'src/core': 'types', 'src/protocol': 'values' }, packages: [toolkit] },
};

export type ViolationKind =
  | 'unknown room'
  | 'arrow'
  | 'package'
  | 'eager package'
  | 'circle'
  | 'impure core'
  | 'toolkit'
  | 'missing file';

export interface Violation {
  readonly kind: ViolationKind;
  readonly file: string;
  readonly message: string;
}

/** What the engine must be handed instead of taking it itself. */
const impurities: readonly (readonly [RegExp, string])[] = [
  [/\bDate\s*\.\s*now\b/, 'Date.now'],
  [/\bnew\s+Date\s*(\(\s*\)|(?!\s*[\w(.]))/, 'new Date()'],
  [/(?<!new\s+)(?<![\w$.])Date\s*\(/, 'Date()'],
  [/\bMath\s*\.\s*random\b/, 'Math.random'],
  [/(?<![\w$.])fetch\s*\(/, 'fetch'],
  [/(?<![\w$.])process\s*[.[?]/, 'process'],
  [/(?<![\w$.])(setTimeout|setInterval|setImmediate|queueMicrotask)\s*\(/, 'a timer'],
  [/(?<![\w$.])(performance|crypto|console|globalThis|document|window)\s*[.[?]/, 'a global of the platform'],
];

/** The room of a file: the deepest folder of the table that holds it; undefined where there is none. */
function roomOf(file: string): string | undefined {
  return Object.keys(rooms).find((room) => file.startsWith(`${room}/`));
}

/**
 * Every breach of the architecture in a set of files.
 *
 * @param files path relative to the repository, with forward slashes -> source text; `.ts` files of src/ and webview/ only
 */
export function findViolations(files: ReadonlyMap<string, string>): readonly Violation[] {
  const violations: Violation[] = [];
  const toolkitFiles: string[] = [];
  /** Value imports between files of the set. */
  const edges = new Map<string, readonly string[]>();
  /** Files that load a lazy package with themselves, and who loads which file with itself. */
  const heavy = new Set<string>();
  const eager: (readonly [from: string, to: string])[] = [];

  for (const [file, source] of files) {
    const report = (kind: ViolationKind, message: string): void => void violations.push({ kind, file, message });
    const room = roomOf(file);
    if (room === undefined) {
      report('unknown room', `${file} stands in no room of ARCHITECTURE.md`);
      continue;
    }
    const targets: string[] = [];
    for (const { specifier, typeOnly, dynamic } of findImports(source)) {
      if (!specifier.startsWith('.')) {
        checkPackage(room, specifier, (message) => report('package', message));
        const lazy = Object.keys(lazyPackages).find((name) => specifier === name || specifier.startsWith(`${name}/`));
        if (lazy !== undefined && !file.startsWith(lazyPackages[lazy] ?? '')) {
          report('package', `${lazy} belongs into ${lazyPackages[lazy]}`);
        }
        if (lazy !== undefined && !typeOnly && !dynamic) heavy.add(file);
        if (specifier.startsWith(toolkit)) toolkitFiles.push(file);
        continue;
      }
      const target = posix.join(posix.dirname(file), specifier);
      if (/\.(css|svg|json)$/.test(target)) continue;
      if (!files.has(target)) {
        report('missing file', `imports ${specifier}, which is no file of src or webview`);
        continue;
      }
      const targetRoom = roomOf(target);
      if (targetRoom !== undefined && targetRoom !== room) {
        const allowed = rooms[room]?.uses[targetRoom];
        if (allowed === undefined) report('arrow', `${room} must not import ${targetRoom} (${specifier})`);
        else if (allowed === 'types' && !typeOnly)
          report('arrow', `${room} may import only types of ${targetRoom} (${specifier})`);
      }
      if (!typeOnly) targets.push(target);
      if (!typeOnly && !dynamic) eager.push([file, target]);
    }
    edges.set(file, targets);
    if (room === 'src/core') {
      const code = blank(source, true);
      for (const [pattern, name] of impurities) if (pattern.test(code)) report('impure core', `uses ${name}`);
    }
  }

  violations.push(...eagerLoads(heavy, eager));
  if (toolkitFiles.length !== 1) {
    const file = toolkitFiles[0] ?? 'webview';
    const where = toolkitFiles.length === 0 ? 'no file' : toolkitFiles.join(', ');
    violations.push({
      kind: 'toolkit',
      file,
      message: `${toolkit} is imported by ${where}; exactly one file of webview does so`,
    });
  }
  for (const circle of findCircles(edges)) {
    violations.push({ kind: 'circle', file: circle[0] ?? '', message: [...circle, circle[0]].join(' -> ') });
  }
  return violations;
}

/**
 * Files outside the folder of a lazy package that load it with themselves, however many files lie between. Within the folder files may import one
 * another: what matters is that the way into it is an `import()`.
 */
function eagerLoads(heavy: ReadonlySet<string>, eager: readonly (readonly [from: string, to: string])[]): readonly Violation[] {
  const reached = new Set(heavy);
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const [from, to] of eager) if (reached.has(to)) reached.add(from);
  }
  const folders = Object.values(lazyPackages);
  return [...reached]
    .filter((file) => !folders.some((folder) => file.startsWith(folder)))
    .map((file) => ({ kind: 'eager package', file, message: 'loads a package that must wait until a directory is asked' }));
}

function checkPackage(room: string, specifier: string, report: (message: string) => void): void {
  const allowed = rooms[room]?.packages ?? [];
  const fits = allowed.some((name) =>
    name === 'node:*' ? specifier.startsWith('node:') : specifier === name || specifier.startsWith(`${name}/`),
  );
  if (!fits) report(`${room} must not import ${specifier}`);
}

/** Circles of a graph; at least one of every tangle. */
function findCircles(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push(path.slice(at));
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of edges.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) visit(file);
  return circles;
}
