import { spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cleanUpAtExit } from './cleanUp.ts';
import { inRepository, mustRun, toolEnvironment } from './repository.ts';

/**
 * The real VS Code server, for tests and for the demo: the npm package `code-server` carries it whole under `lib/vscode`. It runs on this
 * repository's Node. Its two native parts (logging to a file, the watchdog) are not compiled; the server does without them.
 */
const serverPackage = 'code-server@4.139.1';

const installFolder = inRepository('.vscode-test', 'host');
const serverFolder = join(installFolder, 'node_modules', 'code-server', 'lib', 'vscode');
const serverMain = join(serverFolder, 'out', 'server-main.js');
const stampFile = join(installFolder, 'installed');

/** Installs the VS Code server into the git-ignored `.vscode-test/host` unless it is there: half a minute, 600 MB. */
export async function ensureVsCodeServer(say: (line: string) => void): Promise<void> {
  const stamp = `${serverPackage} node ${process.versions.node}`;
  if (existsSync(serverMain) && (await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return;
  say(`Installing the VS Code server (${serverPackage}) into .vscode-test/host; this takes about half a minute, once …`);
  await rm(installFolder, { recursive: true, force: true });
  await mkdir(installFolder, { recursive: true });
  await writeFile(join(installFolder, 'package.json'), '{ "name": "vscode-host", "private": true }\n');
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
  await mustRun('npm', ['install', '--save-exact', serverPackage, ...quietly], { cwd: installFolder });
  // VS Code's own dependencies, which the package's install script would fetch.
  await mustRun('npm', ['install', '--omit=dev', ...quietly], { cwd: serverFolder });
  await writeFile(stampFile, stamp);
}

/** Settings under which nothing but the extension is on the screen. */
const quietSettings: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // In a browser VS Code saves by itself, and the point is the text that is not saved.
  'files.autoSave': 'off',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.showReleaseNotes': false,
  'window.commandCenter': false,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code's own variables
  'window.title': '${activeEditorShort}${separator}${rootName}',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/** With workspace trust, a folder is opened as not trusted, without a question. */
function trustSettings({ workspaceTrust }: ServerOptions): Readonly<Record<string, unknown>> {
  if (!workspaceTrust) return {};
  return {
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
    'security.workspace.trust.emptyWindow': false,
  };
}

/** What the server loads beside VS Code's own extensions. */
export type LoadedExtension =
  /** A folder with a manifest, as it stands. */
  | { readonly kind: 'folder'; readonly path: string; readonly id: string }
  /** A packaged extension, installed as a person would. */
  | { readonly kind: 'package'; readonly path: string }
  | { readonly kind: 'none' };

export interface ServerOptions {
  /** An empty folder for the server's data. */
  readonly directory: string;
  readonly extension: LoadedExtension;
  /** User settings over the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** For the extension tests: gives the page the functions by which the test run reports. Suppresses notifications. */
  readonly smokeTestDriver?: boolean;
  /** Asks of every folder whether it is trusted, and takes it as not trusted; otherwise every folder is. */
  readonly workspaceTrust?: boolean;
  /** Zero or none: any free port. */
  readonly port?: number;
  readonly environment?: NodeJS.ProcessEnv;
}

export interface VsCodeServer {
  /** `127.0.0.1:PORT`, the authority of `vscode-remote:` addresses. */
  readonly authority: string;
  readonly url: string;
  /** Where installed extensions stand. */
  readonly extensionsFolder: string;
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;

/** Starts the server on the loopback interface. It is ended by `stop` and, whatever happens, with this process. */
export async function startVsCodeServer(options: ServerOptions): Promise<VsCodeServer> {
  const folder = (name: string): string => join(options.directory, name);
  await mkdir(folder('data/User'), { recursive: true });
  await mkdir(folder('extensions'), { recursive: true });
  await writeFile(
    folder('data/User/settings.json'),
    JSON.stringify({ ...quietSettings, ...trustSettings(options), ...options.settings }, null, 2),
  );
  const env = toolEnvironment({
    ...options.environment,
    EXTENSIONS_GALLERY: '{}',
    XDG_RUNTIME_DIR: options.directory,
    TMPDIR: options.directory,
  });
  const folders = [
    '--server-data-dir',
    folder('server'),
    '--user-data-dir',
    folder('data'),
    '--extensions-dir',
    folder('extensions'),
  ];
  if (options.extension.kind === 'folder')
    await symlink(options.extension.path, folder(`extensions/${options.extension.id}-0.0.1`));
  if (options.extension.kind === 'package') {
    const installed = await mustRun(process.execPath, [serverMain, '--install-extension', options.extension.path, ...folders], {
      env,
    });
    if (!installed.includes('successfully installed')) {
      throw new Error(`VS Code did not install ${basename(options.extension.path)}:\n${installed}`);
    }
  }

  const child = spawn(
    process.execPath,
    [
      serverMain,
      ...[
        '--host',
        '127.0.0.1',
        '--port',
        String(options.port ?? 0),
        '--without-connection-token',
        '--accept-server-license-terms',
      ],
      ...['--telemetry-level', 'off', ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']), ...folders],
      ...(options.smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
    ],
    // A process group of its own: the server starts extension hosts, and they must end with it.
    { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env },
  );
  const killGroup = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It has ended already.
    }
  };
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const endNow = cleanUpAtExit(() => killGroup('SIGKILL'));
  const log = createWriteStream(folder('server.log'));
  child.stderr.pipe(log);

  const port = await new Promise<number>((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => {
      endNow();
      reject(new Error(`The VS Code server did not start within ${startTimeoutMs / 1000} s.\n${output}`));
    }, startTimeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      log.write(chunk);
      output += chunk.toString();
      const listening = /Extension host agent listening on (\d+)/.exec(output);
      if (!listening) return;
      clearTimeout(timer);
      resolve(Number(listening[1]));
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The VS Code server ended with code ${code} instead of starting.\n${output}`));
    });
  });

  return {
    authority: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    extensionsFolder: folder('extensions'),
    async stop() {
      killGroup('SIGTERM');
      await Promise.race([ended, delay(3000)]);
      // Extension hosts may outlive the server by a moment.
      endNow();
    },
  };
}
