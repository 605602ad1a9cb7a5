// The bundles. `node esbuild.mjs` for development, `--production` for the package, `--watch` for F5, `--tests` adds the suite that runs
// inside VS Code's extension host. Ends with a non-zero code when an entry is missing or anything does not compile.
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const flags = new Set(process.argv.slice(2));
const unknown = [...flags].filter((flag) => !['--production', '--watch', '--tests'].includes(flag));
if (unknown.length > 0) {
  console.error(`Unknown option ${unknown.join(', ')}. Known: --production, --watch, --tests.`);
  process.exit(2);
}
const production = flags.has('--production');

/** Modules that the extension imports on first use, found while it is bundled: absolute path of the source -> file name in dist. */
const lazyModules = new Map();

/** What this module imports on first use stays in its own bundle, where esbuild runs it when it is imported. */
const engine = resolve(root, 'src/extension/engine.ts');

/**
 * Code splitting exists only for ES modules, and the extension is CommonJS: a dynamic import of one of our own modules becomes a file of
 * its own beside extension.cjs, so that activation neither reads nor parses it.
 */
const lazyImports = {
  name: 'lazy-imports',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, (found) => {
      if (found.kind !== 'dynamic-import' || found.importer === engine) return null;
      const source = resolve(found.resolveDir, found.path);
      const file = `${basename(source).replace(/\.ts$/, '')}.cjs`;
      const sameName = [...lazyModules].find(([other, name]) => name === file && other !== source);
      if (sameName || file === 'extension.cjs') {
        return { errors: [{ text: `Two bundles would be named dist/${file}; rename ${relative(root, source)}.` }] };
      }
      lazyModules.set(source, file);
      return { path: `./${file}`, external: true };
    });
  },
};

/** @type {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};

/** @type {import('esbuild').BuildOptions} */
const forExtensionHost = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  // jsonc-parser's "main" is a UMD file, which no bundler can look into.
  mainFields: ['module', 'main'],
};

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  // `import()` becomes a deferred `require`, which goes through VS Code's own loader.
  {
    ...forExtensionHost,
    entryPoints: ['src/extension/activate.ts'],
    outfile: 'dist/extension.cjs',
    plugins: [lazyImports],
    supported: { 'dynamic-import': false },
  },
  {
    ...shared,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    entryPoints: { cli: 'src/cli/main.ts' },
    // A chunk for what only some directories need: `eval` does not read MSAL.
    outdir: 'dist',
    splitting: true,
    chunkNames: 'cli-[name]-[hash]',
    // Some dependencies of MSAL are CommonJS and ask for Node's modules with `require`, which an ES module does not have.
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
  },
  {
    ...shared,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: ['webview/main.ts'],
    outfile: 'dist/webview.js',
  },
];

if (flags.has('--tests')) {
  bundles.push({
    ...forExtensionHost,
    minify: false,
    sourcemap: 'inline',
    entryPoints: ['test/host/main.ts'],
    outfile: 'out/test/host.cjs',
  });
}

/** Lazy modules whose bundle was begun. */
const begun = new Set();

/** The bundles of the modules that the extension imports on first use, as far as they are known and not begun; such a module may have its own. */
function lazyBundles() {
  const fresh = [...lazyModules].filter(([source]) => !begun.has(source));
  for (const [source] of fresh) begun.add(source);
  return fresh.map(([source, file]) => ({
    ...forExtensionHost,
    entryPoints: [source],
    outfile: join('dist', file),
    plugins: [lazyImports],
    supported: { 'dynamic-import': false },
  }));
}

/** With `--watch`: every bundle, built once. */
const contexts = [];

async function build(options) {
  const [entry] = Object.values(options.entryPoints);
  if (!existsSync(resolve(root, entry))) throw new Error(`The entry ${entry} is missing, so its bundle was not built.`);
  if (!flags.has('--watch')) return esbuild.build(options);
  const context = await esbuild.context({ ...options, logLevel: 'info' });
  await context.rebuild();
  contexts.push(context);
}

/** What this build wrote, relative to the root. */
const written = new Set();

/** Builds every bundle, so that one run names everything that is wrong; true when all are there. */
async function buildAll(list) {
  const results = await Promise.allSettled(list.map(build));
  for (const result of results) {
    // What does not compile esbuild has printed already.
    if (result.status === 'rejected' && !('errors' in result.reason)) console.error(result.reason.message);
    if (result.status === 'fulfilled' && result.value?.metafile)
      Object.keys(result.value.metafile.outputs).forEach((file) => void written.add(file));
  }
  return results.every((result) => result.status === 'fulfilled');
}

// The lazy modules are known only after what imports them was bundled.
let complete = true;
for (let round = bundles; round.length > 0; round = lazyBundles()) complete = (await buildAll(round)) && complete;
if (!complete) process.exit(1);
if (production) {
  // Maps and bundles of an earlier build must not slip into a package.
  const stale = (await readdir(join(root, 'dist'))).filter((file) => !written.has(`dist/${file}`));
  await Promise.all(stale.map((file) => rm(join(root, 'dist', file), { recursive: true })));
}
// Only when everything is there: the first line that this prints is what F5 waits for.
await Promise.all(contexts.map((context) => context.watch()));
