import { readFileSync, writeFileSync } from 'node:fs';
import { problemCodes } from '../src/core/problemCodes.ts';
import { type SettingRow, settingSection, settingsTable } from '../src/extension/settingsTable.ts';
import { inRepository } from './repository.ts';

/** `contributes.configuration` of the manifest, as the table of settings gives it. */
export function settingsManifest(): Readonly<Record<string, unknown>> {
  const properties = Object.entries(settingsTable).map(([name, row], order) => [
    `${settingSection}.${name}`,
    { order, ...propertyOf(row) },
  ]);
  return { title: 'Provision on Demand', properties: Object.fromEntries(properties) };
}

/** The text of package.json with the settings of the table in it; everything else stays as it is. */
export function manifestText(): string {
  const text = readFileSync(inRepository('package.json'), 'utf8');
  const manifest = JSON.parse(text) as { contributes: Record<string, unknown> };
  manifest.contributes = { ...manifest.contributes, configuration: settingsManifest() };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function propertyOf(row: SettingRow): Readonly<Record<string, unknown>> {
  const { description } = row;
  // The view belongs to the window, whatever the files are; all else may differ by folder.
  const scope = 'resource';
  switch (row.type) {
    case 'boolean':
      return { type: 'boolean', scope, default: row.default, description };
    case 'choice':
      return { type: 'string', scope: 'window', default: row.default, description, ...choice(row.values) };
    case 'choices': {
      const one = { type: 'string', ...choice(row.values) };
      if (row.keys === 'patterns') return { type: 'object', scope, default: row.default, description, additionalProperties: one };
      const codes = Object.entries(problemCodes).map(([code, { title, severity }]) => [
        code,
        { type: 'string', enum: Object.keys(row.values), description: `${title}. Usually: ${severity}.` },
      ]);
      return {
        type: 'object',
        scope,
        default: row.default,
        description,
        properties: Object.fromEntries(codes),
        additionalProperties: false,
      };
    }
  }
}

function choice(values: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return { enum: Object.keys(values), enumDescriptions: Object.values(values) };
}

if (import.meta.main) writeFileSync(inRepository('package.json'), manifestText());
