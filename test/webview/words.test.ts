import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ViewState } from '../../src/protocol/messages.ts';
import { announcement } from '../../webview/announce.ts';
import { fromPersisted, initialInterface, toPersisted } from '../../webview/state.ts';
import { headline } from '../../webview/verdict.ts';
import { difference, visibleRuns } from '../../webview/visibleText.ts';
import { createTrace, disableTrace, duplicateTrace, redundantTrace, skipTrace } from '../fixtures/traces/others.ts';
import { createdTrace, provisionedTrace, refusedTrace, unknownTrace } from '../fixtures/traces/provisioned.ts';
import { updateTrace } from '../fixtures/traces/update.ts';
import { completed, running, stateOf } from './view.ts';

const sentence = (state: ViewState): string | undefined => headline(state)?.sentence;

describe('the verdict', () => {
  it('says in one sentence what would happen', () => {
    const failing = { ...updateTrace, changes: updateTrace.changes.slice(0, 5) };
    assert.equal(sentence(completed(failing)), 'Would update Adele Vance in entra-users.json: 2 attributes change');
    assert.equal(
      sentence(completed(updateTrace)),
      'Would update Adele Vance in entra-users.json: 3 attributes change, 1 mapping cannot be evaluated locally',
    );
    assert.equal(sentence(completed(createTrace)), 'Would create Adele Vance in entra-users.json: 4 attributes are set');
    assert.equal(sentence(completed(disableTrace)), 'Would disable Adele Vance in entra-users.json: 1 attribute changes');
    assert.equal(sentence(completed(skipTrace)), 'Would skip Adele Vance');
    assert.equal(sentence(completed(redundantTrace)), 'Nothing would change for Adele Vance in entra-users.json');
    assert.equal(
      sentence(completed(duplicateTrace)),
      'Cannot provision Adele Vance: “Match user between source and target” failed',
    );
  });

  it('says an update that the service skips as redundant in the same words, whatever its action is called', () => {
    assert.equal(sentence(completed({ ...redundantTrace, action: 'skip' })), sentence(completed(redundantTrace)));
  });

  it('gives the reason of the step that decided', () => {
    assert.equal(headline(completed(skipTrace))?.reason, skipTrace.steps[2].summary);
    assert.equal(headline(completed(disableTrace))?.reason, disableTrace.steps[2].summary);
    assert.equal(headline(completed(redundantTrace))?.reason, redundantTrace.steps[4].summary);
    assert.deepEqual(headline(completed(duplicateTrace))?.error, duplicateTrace.steps[3].error);
  });

  it('speaks of the past once something was written', () => {
    const written = { ...createTrace, mode: 'provision' as const };
    assert.equal(sentence(completed(written)), 'Created Adele Vance in entra-users.json: 4 attributes are set');
  });

  it('says of a provision what became of it, and never more', () => {
    assert.equal(
      sentence(completed(createdTrace)),
      'Created Adele Vance in entra-users.json: 2 attributes written and read back equal',
    );
    assert.deepEqual(
      [createdTrace, provisionedTrace, refusedTrace, unknownTrace].map((trace) => headline(completed(trace))?.tone),
      ['positive', 'caution', 'negative', 'negative'],
    );
    assert.equal(sentence(completed(refusedTrace)), 'entra-users.json refused to update Adele Vance');
    assert.equal(sentence(completed(unknownTrace)), 'It is not known whether Adele Vance was updated in entra-users.json');
    const [test, imported, scope, match, action] = refusedTrace.steps;
    const report = refusedTrace.steps[4].details.write ?? assert.fail('it was written');
    const as = (state: typeof report.state): string | undefined =>
      sentence(
        completed({
          ...refusedTrace,
          steps: [test, imported, scope, match, { ...action, details: { write: { ...report, state } } }],
        }),
      );
    assert.equal(as('partly'), 'Updated Adele Vance in entra-users.json only in part');
    assert.equal(as('notSent'), 'Nothing was sent to entra-users.json for Adele Vance');
  });

  it('says nothing of a result while there is none', () => {
    assert.equal(headline(stateOf()), null);
    assert.equal(sentence(running(updateTrace, 2)), 'Looking at Adele Vance');
    assert.equal(
      headline(stateOf({ user: updateTrace.subject, steps: updateTrace.steps.slice(0, 2) }))?.reason,
      'The run ended after 2 steps of 5.',
    );
  });

  it('is announced at the end, and the steps as they arrive', () => {
    assert.equal(announcement(running(updateTrace, 2)), 'Step 2 of 5, Import user: Success');
    assert.match(announcement(completed(skipTrace)), /^Would skip Adele Vance\. Out of scope/);
  });
});

describe('visible text', () => {
  const shown = (text: string): string =>
    visibleRuns(text)
      .map((run) => (run.mark === null ? run.text : `{${run.text}}`))
      .join('');

  it('marks what cannot be seen and nothing else', () => {
    assert.equal(shown('adele\u200Bvance'), 'adele{U+200B}vance');
    assert.equal(shown('a\u202Eb'), 'a{U+202E}b');
    assert.equal(shown(' a  b '), '{·}a  b{·}');
    assert.equal(shown('half \uD83D'), 'half {U+D83D}');
    assert.equal(shown('a\u00A0b\tc'), 'a{U+00A0}b{⇥}c');
    assert.equal(shown('a\u200Db'), 'a{U+200D}b');
    for (const plain of ['O’Brien, Zoë', '日本語', 'مرحبا', '👩🏽\u200D💻', '👨\u200D👩\u200D👧', '❤\uFE0F\u200D🔥'])
      assert.equal(shown(plain), plain);
  });

  it('keeps every visible character in its place', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'é', '日', ' ', '\n', '\u200B', '\u202E', '\u200D', '👩', '\uD83D') }),
        (text) => {
          const plain = visibleRuns(text).filter((run) => run.mark === null);
          let from = 0;
          for (const run of plain) {
            const at = text.indexOf(run.text, from);
            assert.ok(at >= from);
            from = at + run.text.length;
          }
        },
      ),
    );
  });

  it('finds the part in which two texts differ', () => {
    assert.deepEqual(difference('adele.vanse', 'adele.vance'), { start: 9, beforeEnd: 10, afterEnd: 10 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const { start, beforeEnd, afterEnd } = difference(before, after);
        assert.equal(before.slice(0, start) + after.slice(start, afterEnd) + before.slice(beforeEnd), after);
        assert.ok(start <= beforeEnd && start <= afterEnd);
      }),
    );
  });
});

describe('what survives a reload', () => {
  it('comes back as it was kept', () => {
    const ui = {
      ...initialInterface,
      steps: new Map([
        ['import', true],
        ['action', false],
      ] as const),
      open: new Set(['row:/attributeMappings/3', 'import:mail']),
      filter: 'mail',
      rows: new Set(['null'] as const),
    };
    const kept: unknown = JSON.parse(JSON.stringify(toPersisted(ui, 120)));
    const back = fromPersisted(kept);
    assert.deepEqual(back.ui.steps, ui.steps);
    assert.deepEqual([...back.ui.open], ['row:/attributeMappings/3']);
    assert.equal(back.ui.filter, 'mail');
    assert.deepEqual([...back.ui.rows], ['null']);
    assert.equal(back.scrollTop, 120);
  });

  it('is read whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({ openSteps: fc.anything(), filter: fc.anything(), shownRows: fc.anything(), scrollTop: fc.anything() }),
        ),
        (kept) => {
          const { ui, scrollTop } = fromPersisted(kept);
          assert.equal(typeof ui.filter, 'string');
          assert.ok(Number.isFinite(scrollTop));
        },
      ),
    );
  });
});
