// Runs one of the TypeScript scripts of this folder: `node scripts/start.mjs test -- unit`. Plain JavaScript without dependencies, since on a
// fresh clone neither the dependencies nor a Node that reads TypeScript is there: it installs them, then hands over to that Node.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const node = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const [script, ...args] = process.argv.slice(2);

/** True when the dependencies were never installed, or the lock file changed since. */
function dependenciesMissing() {
  const installed = join(modules, '.package-lock.json');
  if (!existsSync(node) || !existsSync(installed)) return true;
  return statSync(join(root, 'package-lock.json')).mtimeMs > statSync(installed).mtimeMs;
}

if (dependenciesMissing()) {
  console.log('Installing the dependencies (npm ci) …');
  const npm = spawnSync('npm', ['ci', '--loglevel=error'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (npm.status !== 0) {
    console.error('npm ci failed; the messages above say why. Nothing else was run.');
    process.exit(1);
  }
}

const child = spawn(node, [join(root, 'scripts', `${script}.ts`), ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: [join(modules, '.bin'), process.env.PATH].join(delimiter) },
});
// The terminal sends Ctrl+C to both; the child cleans up and ends, and its code is ours.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (signal === 'SIGTERM') child.kill(signal);
  });
}
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
