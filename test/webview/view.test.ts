import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, describe, it } from 'node:test';
import type { ViewState } from '../../src/protocol/messages.ts';
import * as others from '../fixtures/traces/others.ts';
import { groupAt, mappingAt } from '../fixtures/traces/parts.ts';
import * as provisioned from '../fixtures/traces/provisioned.ts';
import * as rules from '../fixtures/traces/rules.ts';
import { updateTrace } from '../fixtures/traces/update.ts';
import { themeNames } from './themes.ts';
import type { Gallery, Shown } from './view.ts';
import { completed, openGallery, posting, running, skip, stateOf, textOf } from './view.ts';

const problem = {
  message: 'ad-to-entra.syncschema.json has no object mapping “Provision Users”.',
  advice: 'Use one of: Provision Active Directory Users, Provision Active Directory Groups.',
};

const readOnly = {
  allowed: false,
  reason:
    'The connection is read-only, so nothing is written. Write "access": "readWrite" into the connection file if this target may be changed.',
};
const allowed = { provision: { allowed: true, reason: null } };

/** A provision that waits for the answer, and one whose request is on its way. */
const asking = stateOf({
  user: updateTrace.subject,
  mode: 'provision',
  running: true,
  steps: updateTrace.steps,
  trace: updateTrace,
});
const [testStep, importedStep, scopeStep, matchStep] = updateTrace.steps;
const writing: ViewState = { ...asking, steps: [testStep, importedStep, scopeStep, matchStep, provisioned.writingStep] };

const states: readonly (readonly [name: string, state: ViewState])[] = [
  ['empty', stateOf()],
  ['running', running(updateTrace, 2)],
  ['update', completed(updateTrace, { unsaved: true, ...allowed })],
  ['read-only', completed(updateTrace, { provision: readOnly })],
  ['asking', asking],
  ['provisioned', completed(provisioned.provisionedTrace, allowed)],
  ['refused', completed(provisioned.refusedTrace, allowed)],
  ['unknown', completed(provisioned.unknownTrace, allowed)],
  ['create', completed(others.createTrace)],
  ['disable', completed(others.disableTrace)],
  ['out-of-scope', completed(others.skipTrace)],
  ['duplicate', completed(others.duplicateTrace)],
  ['redundant', completed(others.redundantTrace)],
  ['why-not', completed(rules.whyNotTrace)],
  ['shared', completed(rules.sharedTrace)],
  ['explained', completed(rules.explainedTrace)],
  ['incremental', completed(rules.incrementalTrace, { incremental: ['department', 'title'] })],
  ['group', completed(rules.groupTrace(300))],
  ['problem', stateOf({ user: updateTrace.subject, problem })],
];

describe('the trace view', { skip }, () => {
  let gallery: Gallery;
  const opened: Shown[] = [];

  /** Shows a state in a page of its own until the test ends. */
  const open: Gallery['open'] = async (...given) => {
    const shown = await gallery.open(...given);
    opened.push(shown);
    return shown;
  };

  /** Closes the pages; none may have asked for what the policy refuses, or thrown. */
  const closeAll = async (): Promise<void> => {
    for (const shown of opened.splice(0)) {
      assert.deepEqual(await shown.complaints(), []);
      await shown.page.close();
    }
  };

  before(async () => {
    gallery = await openGallery();
  });

  afterEach(closeAll);

  after(async () => {
    await gallery?.close();
  });

  it('says that it is ready, and only then gets a state', async () => {
    const shown = await open(null);
    assert.deepEqual(await shown.posted(), [{ v: 1, type: 'ready' }]);
    assert.equal(await textOf(shown.page.locator('main')), 'Waiting for the extension…');
    await shown.push(stateOf());
    assert.equal(await textOf(shown.page.getByRole('heading', { level: 1 })), 'Choose a user');
    assert.deepEqual(await posting(shown, () => shown.page.getByRole('button', { name: 'Choose user…' }).click()), [
      { v: 1, type: 'chooseUser' },
    ]);
  });

  it('shows steps as they arrive, and announces them', async () => {
    const { page, push, ...shown } = await open(running(updateTrace, 2));
    const words = page.locator('.step-status');
    assert.deepEqual(await words.allInnerTexts(), ['Success', 'Success', 'Running', 'Waiting', 'Waiting']);
    assert.equal(await page.getByRole('status').last().textContent(), 'Step 2 of 5, Import user: Success');
    assert.deepEqual(await posting({ page, push, ...shown }, () => page.getByRole('button', { name: 'Cancel' }).click()), [
      { v: 1, type: 'cancel' },
    ]);
    await push(completed(updateTrace));
    assert.deepEqual(await words.allInnerTexts(), ['Success', 'Success', 'Success', 'Success', 'Warning']);
    assert.match((await page.getByRole('status').last().textContent()) ?? '', /^Would update Adele Vance/);
    assert.equal(await page.getByRole('button', { name: 'Cancel' }).count(), 0);
  });

  it('shows changed and failed attributes first, the others by their buttons', async () => {
    const { page } = await open(completed(updateTrace));
    const names = page.locator('.change .name button');
    assert.deepEqual(await names.allInnerTexts(), ['department', 'mailNickname', 'proxyAddresses', 'employeeOrgData']);
    await page.getByRole('button', { name: 'Null 1' }).click();
    await page.getByRole('button', { name: 'Changed 3' }).click();
    assert.deepEqual(await names.allInnerTexts(), ['manager', 'employeeOrgData']);
    await page.getByRole('button', { name: 'Unchanged 7' }).click();
    assert.equal(await names.count(), 9);
  });

  it('tells null, empty text, ignored and unknown apart in words', async () => {
    const { page } = await open(completed(updateTrace));
    for (const name of ['Unchanged 7', 'Ignored 1', 'Null 1']) await page.getByRole('button', { name }).click();
    const afterOf = (target: string): Promise<string> =>
      textOf(page.locator('.change', { hasText: target }).locator('.col-after .cell-value'));
    assert.equal(await afterOf('extensionAttribute3'), '"" empty text');
    assert.equal(await afterOf('manager'), 'null');
    assert.equal(await afterOf('usageLocation'), 'ignored');
    assert.equal(await afterOf('employeeOrgData'), 'cannot evaluate locally');
    assert.equal(await afterOf('accountEnabled'), 'True');
  });

  it('selects the mapping by a click on the row or Enter on its name, and a sub-term with its range', async () => {
    const shown = await open(completed(updateTrace));
    const { page } = shown;
    const whole = { v: 1, type: 'reveal', target: { kind: 'mapping', pointer: mappingAt(4), range: null } };
    const row = page.locator('.change', { hasText: 'mailNickname' });
    assert.deepEqual(await posting(shown, () => row.locator('.col-after').click()), [whole]);
    assert.deepEqual(
      await posting(shown, async () => {
        await row.getByRole('button', { name: 'mailNickname', exact: true }).focus();
        await page.keyboard.press('Enter');
      }),
      [whole],
    );
    assert.deepEqual(await posting(shown, () => row.getByRole('button', { name: 'How mailNickname came about' }).click()), []);
    const term = page.getByRole('treeitem').filter({ hasText: /^\[mailNickname\]/ });
    assert.match(await textOf(term), /adele\.vance$/);
    const [message] = await posting(shown, () => term.click());
    const expression = updateTrace.steps[4].details.evaluations?.[4]?.expression ?? '';
    const start = expression.indexOf('[mailNickname]');
    assert.deepEqual(message, {
      v: 1,
      type: 'reveal',
      target: { kind: 'mapping', pointer: mappingAt(4), range: [start, start + 14] },
    });
  });

  it('shows every clause with what it expects and finds, and selects it', async () => {
    const shown = await open(completed(others.skipTrace));
    const { page } = shown;
    const clause = page.locator('.clause', { hasText: 'department' });
    const text = await textOf(clause);
    for (const part of ['Failed', 'REGEX MATCH', '^(Sales|Marketing)$', 'Finance', 'The pattern is not found'])
      assert.ok(text.includes(part), part);
    assert.deepEqual(await posting(shown, () => clause.getByRole('button').click()), [
      { v: 1, type: 'reveal', target: { kind: 'scope', pointer: `${groupAt('groups', 0)}/clauses/0` } },
    ]);
    assert.match(await textOf(page.locator('.clause', { hasText: 'IS_MEMBER_OF' })), /Cannot evaluate locally/);
    assert.deepEqual(await page.locator('.or').allInnerTexts(), ['OR']);
  });

  it('finds imported attributes by name and by value, and leads to what reads them', async () => {
    const shown = await open(completed(updateTrace));
    const { page } = shown;
    await page.getByRole('button', { name: 'Import user' }).click();
    const rows = page.locator('.attributes tbody tr');
    assert.equal(await rows.count(), 14);
    await page.getByRole('textbox', { name: 'Search imported attributes' }).fill('EMEA');
    assert.deepEqual(await rows.locator('.name').allInnerTexts(), ['proxyAddresses']);
    assert.deepEqual(await posting(shown, () => rows.getByRole('button', { name: 'proxyAddresses' }).click()), [
      { v: 1, type: 'reveal', target: { kind: 'mapping', pointer: mappingAt(8), range: null } },
    ]);
    await page.getByRole('textbox', { name: 'Search imported attributes' }).fill('department');
    await rows.getByRole('button', { name: '2 places' }).click();
    assert.deepEqual(await posting(shown, () => rows.getByRole('button', { name: 'scoping filter' }).click()), [
      { v: 1, type: 'reveal', target: { kind: 'scope', pointer: `${groupAt('groups', 0)}/clauses/0` } },
    ]);
  });

  it('puts a failure first: its code, what happened and what to do', async () => {
    const { page } = await open(completed(others.duplicateTrace));
    const text = await textOf(page.locator('.summary'));
    for (const part of ['DuplicateTargetEntries', '2 objects of entra-users.json', 'What to do: Make the value unique'])
      assert.ok(text.includes(part), part);
    assert.equal(await page.getByRole('columnheader', { name: /guest/ }).count(), 1);
  });

  it('asks for a provision only where it is allowed, and says why it is not', async () => {
    const shown = await open(completed(updateTrace, allowed));
    const button = shown.page.getByRole('button', { name: 'Provision…' });
    assert.deepEqual(await posting(shown, () => button.click()), [{ v: 1, type: 'provision' }]);
    assert.equal(await shown.page.locator('.provision-reason').count(), 0);
    await shown.push(completed(updateTrace, { provision: readOnly }));
    assert.equal(await button.isDisabled(), true);
    assert.equal(await textOf(shown.page.locator('.provision-reason')), `Provision… is off. ${readOnly.reason}`);
    assert.deepEqual(await posting(shown, () => button.click({ force: true })), []);
  });

  it('shows the exact requests while it waits for the answer, and lets nothing be cancelled that was sent', async () => {
    const { page, push } = await open(asking);
    assert.equal(await textOf(page.locator('h1')), 'Provision Adele Vance in entra-users.json?');
    assert.equal(await textOf(page.locator('.mode-provision')), 'Provisioning');
    assert.equal(await page.locator('.request-text').count(), 1);
    assert.ok((await textOf(page.locator('.requests'))).includes('Request that would be sent'));
    assert.equal(await page.getByRole('button', { name: 'Cancel' }).count(), 1);
    assert.equal(await page.getByRole('button', { name: 'Provision…' }).count(), 0);
    await push(writing);
    assert.equal(await textOf(page.locator('h1')), 'Provisioning Adele Vance in entra-users.json');
    assert.equal(await page.getByRole('button', { name: 'Cancel' }).count(), 0);
    assert.match(await textOf(page.locator('.sent')), /Under way/);
    assert.equal(await page.getByRole('status').last().textContent(), 'Provisioning Adele Vance in entra-users.json');
  });

  it('shows after a provision what was sent, and each attribute as the target holds it now', async () => {
    const shown = await open(completed(provisioned.provisionedTrace, allowed));
    const { page } = shown;
    assert.match(
      await textOf(page.locator('h1')),
      /^Updated Adele Vance in entra-users.json, but 3 of 6 attributes are not as sent/,
    );
    assert.equal(await textOf(page.locator('.badges .mode-provision')), 'Provisioned');
    const rows = page.locator('.read-back tbody tr');
    assert.deepEqual(await rows.locator('.state').allInnerTexts(), [
      'Equal',
      'Own form',
      'Old value',
      'Missing',
      'Different',
      'Not shown',
    ]);
    const cells = async (target: string): Promise<readonly string[]> => {
      const row = rows.filter({ has: page.getByRole('button', { name: target, exact: true }) });
      return Promise.all(['.col-sent', '.col-read'].map((side) => textOf(row.locator(`${side} .cell-value`))));
    };
    assert.deepEqual(await cells('mailNickname'), ['adele.vance', 'adele.vanse']);
    assert.deepEqual(await cells('manager'), ['2d0e0f5c-9d5b-4a0e-bb0d-0f7d4c3b2a19', 'null']);
    assert.deepEqual(await cells('passwordProfile'), ['••••••', 'not shown']);
    assert.match(await textOf(rows.nth(4)), /Something else writes this attribute too/);
    const sent = await textOf(page.locator('.sent'));
    for (const part of ['Accepted', '204 No Content', '0b9fb9c8-6a5e-4c6b-8f0d-52a3d1c0e7aa'])
      assert.ok(sent.includes(part), part);
    assert.ok((await textOf(page.locator('.requests'))).includes('Request that was sent'));
    assert.deepEqual(await posting(shown, () => rows.getByRole('button', { name: 'department' }).click()), [
      { v: 1, type: 'reveal', target: { kind: 'mapping', pointer: mappingAt(3), range: null } },
    ]);
    await rows.getByRole('button', { name: 'department' }).focus();
    await page.keyboard.press('ArrowDown');
    assert.match(await page.evaluate('document.activeElement.textContent'), /proxyAddresses/);
  });

  it('says plainly that a write was refused, and that it is not known what became of one', async () => {
    const { page, push } = await open(completed(provisioned.refusedTrace));
    assert.equal(await textOf(page.locator('h1')), 'entra-users.json refused to update Adele Vance');
    assert.equal(await textOf(page.locator('.badges .mode-provision')), 'Refused');
    assert.match(await textOf(page.locator('.summary .callout')), /proxyAddresses already exists.*What to do/s);
    assert.match(await textOf(page.locator('.sent')), /Refused[\s\S]*400 Bad Request/);
    await push(completed(provisioned.unknownTrace));
    assert.equal(await textOf(page.locator('h1')), 'It is not known whether Adele Vance was updated in entra-users.json');
    assert.equal(await textOf(page.locator('.badges .mode-provision')), 'Outcome unknown');
    assert.match(await textOf(page.locator('.sent')), /No answer[\s\S]*no answer within 10 seconds/);
    assert.match(await textOf(page.locator('.read-back-section')), /was not read back/);
  });

  it('says why a run could not start', async () => {
    const shown = await open(stateOf({ user: updateTrace.subject, problem }));
    const text = await textOf(shown.page.locator('main'));
    assert.ok(text.includes(problem.message) && text.includes(problem.advice));
    assert.equal(await shown.page.locator('.step').count(), 0);
    assert.deepEqual(await posting(shown, () => shown.page.getByRole('button', { name: 'Preview again' }).click()), [
      { v: 1, type: 'runAgain' },
    ]);
  });

  it('shows hostile names and values as the text they are', async () => {
    const { page } = await open(completed(others.hostileTrace));
    await page.getByRole('button', { name: 'Import user' }).click();
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.equal(await page.locator('img, main script').count(), 0);
    assert.ok((await textOf(page.locator('h1'))).includes(others.hostileName));
    const row = (name: string): Promise<string> =>
      textOf(page.locator('.attributes tr', { hasText: name }).locator('td').first());
    assert.ok((await row('direction')).includes('U+202E'));
    assert.ok((await row('hidden')).includes('adeleU+200B.vance'));
    assert.ok((await row('lone')).includes('U+D83D'));
    assert.ok((await row('emoji')).includes('👨\u200D👩\u200D👧'));
    assert.match(await row('description'), /^x{280}…\s+Show all 1,000,000 characters$/);
    await page.getByRole('button', { name: 'Show all 600 values' }).click();
    assert.equal(await page.locator('.attributes .values li').count(), 600);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0);
  });

  it('says beside a term why it gave its value, and nothing where there is nothing to say', async () => {
    const { page } = await open(completed(updateTrace));
    await page.getByRole('button', { name: 'How mailNickname came about' }).click();
    const whole = page.getByRole('treeitem').filter({ hasText: /^Replace/ });
    assert.deepEqual(await whole.locator('.term-reason').allTextContents(), [
      'The pattern is not found, so the source stays as it is.',
    ]);
    assert.equal(await page.locator('.term-reason').count(), 1);
  });

  it('keeps focus, open rows and the filter when a new state arrives, and when it is reloaded', async () => {
    const { page, push } = await open(completed(updateTrace));
    await page.getByRole('button', { name: 'Import user' }).click();
    await page.getByRole('textbox', { name: 'Search imported attributes' }).fill('mail');
    await page.getByRole('button', { name: 'How mailNickname came about' }).click();
    const focused = (): Promise<string> => page.evaluate('document.activeElement.getAttribute("aria-label")');
    assert.equal(await focused(), 'How mailNickname came about');

    await push(completed({ ...updateTrace, changes: updateTrace.changes.map((one) => ({ ...one, new: `${one.new ?? ''}!` })) }));
    assert.equal(await focused(), 'How mailNickname came about');
    assert.equal(await page.getByRole('tree').count(), 1);
    assert.ok((await textOf(page.locator('.change', { hasText: 'department' }))).includes('Sales!'));

    await page.reload();
    await push(completed(updateTrace));
    assert.equal(await page.getByRole('tree').count(), 1);
    assert.equal(await page.getByRole('textbox', { name: 'Search imported attributes' }).inputValue(), 'mail');
  });

  it('keeps the place that was scrolled to through a run and a reload', async () => {
    const { page, push } = await open(completed(others.largeTrace));
    const place = (): Promise<number> =>
      page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(scrollY), 50)))');
    await page.evaluate('scrollTo(0, 2000)');
    assert.equal(await place(), 2000);
    await push(running(others.largeTrace, 1));
    await page.locator('h1', { hasText: 'Looking at Adele Vance' }).waitFor();
    assert.ok((await place()) < 2000);
    await push(completed(others.largeTrace));
    assert.equal(await place(), 2000);
    await page.reload();
    await push(completed(others.largeTrace));
    assert.equal(await place(), 2000);
  });

  it('moves focus to the step when the row that had it is gone', async () => {
    const { page, push } = await open(completed(updateTrace));
    await page.getByRole('button', { name: 'How mailNickname came about' }).focus();
    await push(completed({ ...updateTrace, changes: [] }));
    assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-label")'), 'How mailNickname came about');
    await push(completed(others.createTrace));
    assert.equal(await page.evaluate('document.activeElement.id'), 'step-action');
  });

  it('keeps its words and shapes in the colours of the operating system, and stands still where motion is unwanted', async () => {
    const { page, push, photograph } = await open(null);
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await push(completed(updateTrace, { unsaved: true }));
    assert.equal(await page.evaluate("matchMedia('(forced-colors: active)').matches"), true);
    assert.equal(await page.evaluate("getComputedStyle(document.querySelector('.step-label .icon')).transitionDuration"), '0s');
    await photograph('update-forced-colors');
  });

  it('does not flicker when a run over the same user ends soon, and shows a long one as running', async () => {
    const { page, push } = await open(completed(updateTrace));
    const messages = [running(updateTrace, 0), completed(others.createTrace)].map((state) => ({ v: 1, type: 'state', state }));
    const seen: readonly string[] = await page.evaluate(`new Promise((done) => {
      const seen = [];
      new MutationObserver(() => {
        seen.push(document.querySelector('h1').textContent);
        if (seen.at(-1).startsWith('Would create')) done(seen);
      }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
      for (const message of ${JSON.stringify(messages)}) postMessage(message, '*');
    })`);
    assert.deepEqual(new Set(seen), new Set(['Would create Adele Vance in entra-users.json: 4 attributes are set']));
    await push(running(others.createTrace, 1));
    await page.locator('h1', { hasText: 'Looking at Adele Vance' }).waitFor();
  });

  it('goes by keyboard alone from the verdict to a sub-term', async () => {
    const shown = await open(completed(updateTrace));
    const { page } = shown;
    const label = (): Promise<string> =>
      page.evaluate('(document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent)');
    const path: string[] = [];
    for (let stop = 0; stop < 13; stop += 1) {
      await page.keyboard.press('Tab');
      path.push(await label());
    }
    assert.deepEqual(path.slice(0, 2), ['Preview again', 'Choose user…']);
    assert.deepEqual(
      path.slice(2, 7).map((text) => text.split(/ Success| Warning/)[0]?.trim()),
      [
        'Test connection',
        'Import user',
        'Determine if user is in scope',
        'Match user between source and target',
        'Perform action',
      ],
    );
    assert.equal(path.at(-1), 'How department came about', path.join(' | '));
    await page.keyboard.press('ArrowDown');
    assert.equal(await label(), 'How mailNickname came about');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    assert.equal(await label(), 'mailNickname');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    const [message] = await posting(shown, () => page.keyboard.press('Enter'));
    assert.deepEqual(message, {
      v: 1,
      type: 'reveal',
      target: {
        kind: 'mapping',
        pointer: mappingAt(4),
        range: updateTrace.steps[4].details.evaluations?.[4]?.tree?.children[0]?.range,
      },
    });
    const ring: string = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    assert.equal(ring, 'solid');
    await page.keyboard.press('Shift+Tab');
    assert.equal(await label(), 'mailNickname');
  });

  it('handles 150 changes and 200 attributes at once', async () => {
    const { page } = await open(completed(others.largeTrace));
    await page.getByRole('button', { name: 'Import user' }).click();
    assert.equal(await page.locator('.change').count(), 150);
    assert.equal(await page.locator('.attributes tbody tr').count(), 200);
    assert.equal(await page.locator('.change [tabindex="0"]').count(), 1);
  });

  it('says that it cannot read a message of another version, and recovers with the next', async () => {
    const { page, push } = await open(stateOf());
    await push({ connectionName: 7 });
    assert.match(await textOf(page.locator('main')), /cannot read/);
    await push(stateOf());
    assert.equal(await textOf(page.locator('h1')), 'Choose a user');
  });

  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const theme of themeNames) {
    it(`has no serious fault of accessibility in any state: ${theme}`, async () => {
      // What is not about colour is the same in each theme.
      const scope = theme === 'dark' ? '{}' : "{ runOnly: ['color-contrast', 'link-in-text-block'] }";
      for (const [name, state] of states) {
        const { page, photograph } = await open(state, { theme });
        for (const kind of ['testConnection', 'import', 'scope', 'match'] as const) {
          const head = page.locator(`button#step-${kind}[aria-expanded="false"]`);
          if ((await head.count()) > 0) await head.click();
        }
        const expander = page.locator('.change .expander').first();
        if ((await expander.count()) > 0) await expander.click();
        await page.evaluate(axe);
        const faults: readonly { id: string; impact: string; nodes: readonly { html: string; failureSummary: string }[] }[] =
          await page.evaluate(`axe.run(document, ${scope}).then((found) => found.violations)`);
        const serious = faults.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        assert.deepEqual(
          serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`),
          [],
          `${name}, ${theme}`,
        );
        await photograph(`${name}-${theme}`);
        await closeAll();
      }
    });
  }

  it('fits every width from 320 pixels on', async () => {
    for (const width of [320, 480, 1400]) {
      const { page, photograph } = await open(completed(updateTrace, { unsaved: true }), { width });
      for (const kind of ['testConnection', 'import', 'scope', 'match'] as const) await page.locator(`#step-${kind}`).click();
      assert.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0, `${width} pixels`);
      await photograph(`update-dark-${width}`);
      const after = await open(completed(provisioned.provisionedTrace, allowed), { width });
      assert.equal(
        await after.page.evaluate('document.documentElement.scrollWidth - innerWidth'),
        0,
        `${width} pixels, provisioned`,
      );
      await after.photograph(`provisioned-dark-${width}`);
    }
  });
});
