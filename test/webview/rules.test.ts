import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { groupAt, mappingAt } from '../fixtures/traces/parts.ts';
import * as rules from '../fixtures/traces/rules.ts';
import type { Gallery, Shown } from './view.ts';
import { completed, openGallery, posting, running, skip, textOf } from './view.ts';

const lens = ['department', 'title'];

describe('the rules in the trace view', { skip }, () => {
  let gallery: Gallery;
  const opened: Shown[] = [];

  const open: Gallery['open'] = async (...given) => {
    const shown = await gallery.open(...given);
    opened.push(shown);
    return shown;
  };

  const openStep = async ({ page }: Shown, kind: string): Promise<Locator> => {
    const head = page.locator(`button#step-${kind}`);
    if ((await head.getAttribute('aria-expanded')) === 'false') await head.click();
    return page.locator(`#details-${kind}`);
  };

  const reveal = (kind: 'mapping' | 'scope', pointer: string): unknown => ({
    v: 1,
    type: 'reveal',
    target: kind === 'scope' ? { kind, pointer } : { kind, pointer, range: null },
  });

  before(async () => {
    gallery = await openGallery();
  });

  afterEach(async () => {
    for (const shown of opened.splice(0)) {
      assert.deepEqual(await shown.complaints(), []);
      await shown.page.close();
    }
  });

  after(async () => {
    await gallery?.close();
  });

  it('says why not, then what would let the person in, and leads to each clause', async () => {
    const shown = await open(completed(rules.whyNotTrace));
    const callout = shown.page.locator('.callout', { hasText: 'is not satisfied' });
    const text = await textOf(callout);
    assert.match(text, /Any one of these would let the person in, the smallest first\. Nothing is changed by itself\./);
    const fixes = callout.locator('.fix');
    assert.deepEqual(await fixes.locator('.tag').allInnerTexts(), ['Person', 'Filter', 'Person', 'Job']);
    assert.deepEqual(await fixes.locator('.fix-sentence').allInnerTexts(), [
      'Set department to “Sales”.',
      'Add “Finance” to the clause on department.',
      'Give extensionAttribute1 the value “pilot”.',
      'Sync all users instead of assigned ones only.',
    ]);
    const link = (index: number): Locator => fixes.nth(index).getByRole('button', { name: 'Show in the file' });
    assert.deepEqual(await posting(shown, () => link(0).click()), [reveal('scope', `${groupAt('groups', 0)}/clauses/0`)]);
    await link(2).focus();
    assert.deepEqual(await posting(shown, () => shown.page.keyboard.press('Enter')), [reveal('scope', groupAt('groups', 1))]);
    assert.equal(await link(3).count(), 0, 'a setting of the job stands in no file');
    const first = await callout.boundingBox();
    const gates = await shown.page.locator('.gates').boundingBox();
    assert.ok(first && gates && first.y < gates.y);
  });

  it('shows what each gate looked at, long values cut, and the rule behind each clause', async () => {
    const { page } = await open(completed(rules.whyNotTrace));
    const gate = (name: string): Locator => page.locator('.gate', { hasText: name });
    assert.match(await textOf(gate('Has the required role')), /Passed[\s\S]*appRoleAssignments =\s*User\s*msiam_access/);
    const active = gate('Active in the source');
    assert.match(await textOf(active), /userAccountControl = 512[\s\S]*accountExpires = null[\s\S]*description = x{280}…/);
    await active.getByRole('button', { name: 'Show all 900 characters' }).click();
    assert.match(await textOf(active), /x{900}/);
    assert.deepEqual(await page.locator('.clause .tag').allInnerTexts(), [
      'Comparison',
      'Empty attribute',
      'Type',
      'Not evaluated here',
    ]);
    assert.equal(await page.locator('.callout-note', { hasText: 'Cloud sync does not apply' }).count(), 1);
  });

  it('shows what else is worth knowing of a match, and who else has the value', async () => {
    const shown = await open(completed(rules.sharedTrace));
    const text = await textOf(await openStep(shown, 'match'));
    for (const part of [
      '4 objects have this value',
      'Also held by',
      'Adele Vance (old)',
      'no display name CN=Service 7',
      'and 1 more',
      'The target compares mail without regard',
    ])
      assert.ok(text.replaceAll(/\s+/g, ' ').includes(part), part);
    assert.match(await textOf(shown.page.locator('.summary')), /DuplicateSourceEntries[\s\S]*What to do: Give each person/);
  });

  it('shows every request with what it is for, and leads from a value to its mapping by click and by keyboard', async () => {
    const shown = await open(completed(rules.explainedTrace));
    const { page } = shown;
    const requests = page.locator('.request');
    assert.deepEqual(await requests.locator('h4').allInnerTexts(), [
      '1. Update the user',
      '2. Set the manager, in the second pass',
    ]);
    const body = await textOf(requests.first().locator('pre'));
    assert.match(body, /^PATCH https:\/\/graph[\s\S]*Content-Type: application\/json[\s\S]*"department": "Sales",/);
    assert.match(await textOf(requests.first()), /Graph takes an update of a synchronized user from the service alone/);
    const sales = page.getByRole('link', { name: '"Sales", from the mapping of department' });
    assert.deepEqual(await posting(shown, () => sales.click()), [reveal('mapping', mappingAt(3))]);
    assert.equal(await requests.first().locator('.wire[tabindex="0"]').count(), 1, 'one stop of the Tab key for each request');

    await requests.first().locator('pre').focus();
    await page.keyboard.press('Tab');
    const label = (): Promise<string> => page.evaluate('document.activeElement.getAttribute("aria-label")');
    assert.equal(await label(), '"Sales", from the mapping of department');
    await page.keyboard.press('ArrowDown');
    assert.equal(await label(), '"Corp Ltd.", from the mapping of companyName');
    assert.equal(await page.evaluate('getComputedStyle(document.activeElement, "::after").content'), '"from companyName"');
    assert.deepEqual(await posting(shown, () => page.keyboard.press('Enter')), [reveal('mapping', mappingAt(12))]);
    await shown.photograph('wire-focus');
  });

  it('says beside the verdict and in the action what a cycle would do otherwise', async () => {
    const { page } = await open(completed(rules.explainedTrace));
    const sentence = 'A cycle would disable this person: the organizational unit is not in the scope of the job.';
    assert.ok((await textOf(page.locator('.summary'))).includes(sentence));
    assert.ok((await textOf(page.locator('#details-action .callout'))).includes(sentence));
    assert.ok((await textOf(page.locator('#details-action .callout'))).includes('NotEffectivelyEntitled'));
  });

  it('sets full import and incremental change side by side, and asks for the lens', async () => {
    const shown = await open(completed(rules.explainedTrace));
    const { page } = shown;
    const section = page.locator('.incremental');
    const row = section.locator('tbody tr').first();
    assert.match(
      await textOf(section),
      /With only department and title changed, 2 of 13[\s\S]*Taken as changed: department, title/,
    );
    assert.match(await textOf(row.locator('.col-full')), /Changed\s+Corp Ltd\./);
    assert.match(await textOf(row.locator('.col-incremental')), /^\s*Null\s*$/);
    assert.match(await textOf(row.locator('.col-reason')), /Switch over an attribute that did not change/);
    assert.deepEqual(await posting(shown, () => row.getByRole('button', { name: 'companyName' }).click()), [
      reveal('mapping', mappingAt(12)),
    ]);
    const button = page.getByRole('button', { name: 'Preview as incremental change…' });
    assert.deepEqual(await posting(shown, () => button.click()), [{ v: 1, type: 'chooseLens' }]);
  });

  it('says plainly that a run is incremental, also while it runs, and leads back to the full import', async () => {
    const shown = await open(completed(rules.incrementalTrace, { incremental: lens }));
    const { page, push } = shown;
    const summary = page.locator('.summary');
    assert.match(await textOf(summary), /Incremental: only department, title changed\./);
    assert.match((await page.getByRole('status').last().textContent()) ?? '', /Incremental: only department, title changed\.$/);
    assert.deepEqual(await posting(shown, () => page.getByRole('button', { name: 'Back to the full import' }).click()), [
      { v: 1, type: 'fullImport' },
    ]);
    assert.deepEqual(await posting(shown, () => page.getByRole('button', { name: 'Other attributes…' }).click()), [
      { v: 1, type: 'chooseLens' },
    ]);
    await push({ ...running(rules.incrementalTrace, 0), incremental: lens });
    await page.locator('h1', { hasText: 'Looking at' }).waitFor();
    assert.match(await textOf(summary), /Incremental: only department, title changed\./);
    await push(completed(rules.explainedTrace));
    assert.doesNotMatch(await textOf(summary), /Incremental/);
    assert.equal(await page.getByRole('button', { name: 'Back to the full import' }).count(), 0);
  });

  it('shows a group of 5,000: who is left out first, and the others in parts', async () => {
    const { page, push } = await open(completed(rules.explainedTrace));
    const started = performance.now();
    await push(completed(rules.groupTrace(5_000)));
    await page.locator('.references').waitFor();
    const took = performance.now() - started;
    // The message alone is several megabytes; a machine with two busy cores has room here.
    assert.ok(took < 5_000, `${Math.round(took)} ms`);
    const section = page.locator('.followed');
    const people = section.locator('.reference');
    assert.match(await textOf(section), /4,900 written, 100 left out/);
    assert.equal(await people.count(), 100);
    assert.equal(await section.locator('.reference.is-left-out').count(), 100);
    assert.match(await textOf(people.first()), /Out of scope\s+Member 50[\s\S]*department is “Finance”/);
    const drawn: number = await page.evaluate(`(() => {
      const button = [...document.querySelectorAll('.followed .list-more button')][0];
      const started = performance.now();
      button.click();
      document.body.getBoundingClientRect();
      return performance.now() - started;
    })()`);
    assert.ok(drawn < 2_000, `${Math.round(drawn)} ms`);
    assert.equal(await people.count(), 1_100);
    for (let press = 0; press < 4; press += 1) await section.locator('.list-more button').click();
    assert.equal(await people.count(), 5_000);
    assert.equal(await section.locator('.list-more').count(), 0);
    assert.equal(await page.locator('.wire[tabindex="0"]').count(), 1);
  });

  it('shows hostile texts of every new part as the text they are', async () => {
    const shown = await open(completed(rules.hostileRulesTrace, { incremental: [rules.hostileMark] }));
    const { page } = shown;
    for (const kind of ['import', 'scope', 'match', 'action']) await openStep(shown, kind);
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.equal(await page.locator('img, main script').count(), 0);
    for (const part of ['.summary', '.fix', '.gate', '.attempt', '.request', '.followed', '.incremental', '.callout-note'])
      assert.ok((await textOf(page.locator(part).first())).includes(rules.hostileMark), part);
    assert.ok((await textOf(page.locator('.request pre'))).includes('U+202Ehidden'));
    assert.ok((await textOf(page.locator('.summary'))).includes('U+202E'));
    const link = page.locator('.wire');
    assert.deepEqual(await posting(shown, () => link.click()), [reveal('mapping', mappingAt(0))]);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0);
  });

  it('draws no link where a place does not fit the body', async () => {
    const [a, b, c, d, action] = rules.explainedTrace.steps;
    const [first] = action.details.requests ?? [];
    assert.ok(first);
    const value = (start: number, end: number): unknown => ({ range: [start, end], target: 't', mapping: mappingAt(1) });
    const values = [value(2, 4), value(3, 6), value(5, 5), value(6, 1_000)];
    const requests = [{ ...first, body: '{"a": 1}', values }];
    const steps = [a, b, c, d, { ...action, details: { ...action.details, requests } }];
    const shown = await open(null);
    await shown.push({ ...completed(rules.explainedTrace), steps, trace: { ...rules.explainedTrace, steps } });
    assert.deepEqual(await shown.page.locator('.wire').allInnerTexts(), ['a"']);
    assert.match(await textOf(shown.page.locator('.request pre')), /\{"a": 1\}$/);
  });

  it('fits narrow and wide', async () => {
    for (const width of [320, 360, 900]) {
      for (const [name, trace] of Object.entries({
        'why-not': rules.whyNotTrace,
        explained: rules.explainedTrace,
        shared: rules.sharedTrace,
        group: rules.groupTrace(120),
      })) {
        const shown = await open(completed(trace), { width });
        for (const kind of ['scope', 'match', 'action'])
          if ((await shown.page.locator(`button#step-${kind}`).count()) > 0) await openStep(shown, kind);
        assert.equal(
          await shown.page.evaluate('document.documentElement.scrollWidth - innerWidth'),
          0,
          `${name}, ${width} pixels`,
        );
        await shown.photograph(`${name}-dark-${width}`);
      }
    }
  });
});
