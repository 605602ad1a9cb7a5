import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inRepository, readManifest } from '../../../scripts/repository.ts';
import { openSampleWorkspace, type SampleWorkspace } from '../../../scripts/sampleWorkspace.ts';
import type { LoadedExtension } from '../../../scripts/vscodeHost.ts';
import { openVsCodeWindow, type Theme, type VsCodeWindow, type WindowOptions } from '../../../scripts/vscodeWindow.ts';

/** The person of the samples whom the tests look at; her mobile number is in the source and not yet in the target. */
export const adele = { name: 'Adele Vance', mobile: '+1 206 555 0177' };

export const schemaName = 'ad-to-entra.syncschema.json';

export const themes: Readonly<Record<'dark' | 'light' | 'highContrast' | 'highContrastLight', Theme>> = {
  dark: { name: 'Dark Modern', kind: 'vs-dark', bodyKind: 'vscode-dark' },
  light: { name: 'Light Modern', kind: 'vs', bodyKind: 'vscode-light' },
  highContrast: { name: 'Dark High Contrast', kind: 'hc-black', bodyKind: 'vscode-high-contrast' },
  highContrastLight: { name: 'Light High Contrast', kind: 'hc-light', bodyKind: 'vscode-high-contrast-light' },
};

/** VS Code on a copy of the samples. */
export interface OpenSamples {
  readonly window: VsCodeWindow;
  readonly samples: SampleWorkspace;
  close(): Promise<void>;
}

/** This repository, as VS Code loads it. */
export function linkedExtension(): LoadedExtension {
  const manifest = readManifest();
  return { kind: 'folder', path: inRepository(), id: `${manifest.publisher}.${manifest.name}` };
}

/** Opens VS Code on a copy of the samples, with the SCIM server that they name. */
export async function openSamples(
  extension: LoadedExtension = linkedExtension(),
  options: Partial<WindowOptions> = {},
): Promise<OpenSamples> {
  const samples = await openSampleWorkspace();
  try {
    const window = await openVsCodeWindow({ folder: samples.path, extension, ...options });
    return {
      window,
      samples,
      async close() {
        await window.close();
        await samples.stop();
      },
    };
  } catch (error) {
    await samples.stop();
    throw error;
  }
}

/** Saves a picture of the window to out/screenshots. */
export async function screenshot(window: VsCodeWindow, name: string): Promise<void> {
  const folder = inRepository('out', 'screenshots');
  await mkdir(folder, { recursive: true });
  await window.page.screenshot({ path: join(folder, `${name}.png`) });
}
