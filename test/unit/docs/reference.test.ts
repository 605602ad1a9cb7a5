import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { referencePages } from '../../../scripts/generateReference.ts';
import { functionTable } from '../../../src/core/functions/functionTable.ts';
import { problemCodes } from '../../../src/core/problemCodes.ts';
import { scopeOperators, unevaluatedOperators } from '../../../src/core/scope/operators.ts';
import { defaultSemantics, semanticsNames, semanticsTable } from '../../../src/core/semantics.ts';

describe('the reference pages', () => {
  const pages = referencePages();

  for (const [path, content] of pages) {
    it(`${path} is what the tables give; npm run docs writes it`, () => {
      assert.equal(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'), content);
    });

    it(`${path} has tables with as many cells in each row as in its header`, () => {
      for (const block of content
        .trimEnd()
        .split('\n\n')
        .filter((text) => text.startsWith('| '))) {
        const cells = block.split('\n').map((line) => line.split(/(?<!\\)\|/).length);
        assert.equal(new Set(cells).size, 1, block);
      }
    });
  }

  it('have every function with its source and every example with its result', () => {
    const text = pages.get('docs/functions.md') ?? '';
    for (const row of functionTable) {
      const section = text.split(`\n## ${row.name}\n`)[1]?.split('\n## ')[0] ?? '';
      assert.ok(section.includes(row.source.document), row.name);
      assert.equal(section.includes('Not evaluated locally'), row.notLocal !== null, row.name);
      for (const { expression } of row.examples) assert.ok(section.includes(expression.replaceAll('|', '\\|')), expression);
    }
  });

  it('have every scoping operator, evaluated here or not', () => {
    const text = pages.get('docs/scoping.md') ?? '';
    for (const { name, rule } of scopeOperators) assert.ok(text.includes(`| \`${name}\` | `) && text.includes(rule), name);
    for (const { name, known } of unevaluatedOperators)
      assert.ok(text.includes(`| \`${name}\` | `) && text.includes(known), name);
  });

  it('have a section for every problem code, which the editor links to', () => {
    const text = pages.get('docs/problems.md') ?? '';
    for (const [code, { title }] of Object.entries(problemCodes)) assert.ok(text.includes(`\n## ${code}\n\n${title}.\n`), code);
  });

  it('have every doubtful point with its default and its evidence', () => {
    const text = pages.get('docs/semantics.md') ?? '';
    for (const name of semanticsNames) {
      assert.ok(text.includes(`\`${defaultSemantics[name]}\` (default)`), name);
      assert.ok(text.includes(semanticsTable[name].evidence), name);
      assert.ok(text.includes(`\n#### ${name}\n`), name);
      const isOfFunction = typeof semanticsTable[name].about === 'object';
      assert.equal(pages.get('docs/functions.md')?.includes(`semantics.md#${name.toLowerCase()}`), isOfFunction, name);
    }
  });
});
