import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Connection, DirectoryReference, GraphReference } from '../../../src/core/connection/connection.ts';
import type { WriteQuestion } from '../../../src/core/trace/provision.ts';
import type { StepError, Trace } from '../../../src/core/trace/trace.ts';
import { credentialOffer } from '../../../src/extension/credentials/credentialOffer.ts';
import { credentialSides, entraSides } from '../../../src/extension/credentials/credentialSides.ts';
import { progressWords } from '../../../src/extension/run/progressWords.ts';
import { questionWords } from '../../../src/extension/run/questionWords.ts';
import { updateTrace } from '../../fixtures/traces/update.ts';
import { completed, running } from '../../webview/view.ts';
import { connection, trace } from './sessionParts.ts';

const range = { start: 0, end: 0 };
const file: DirectoryReference = { kind: 'file', path: 'people.ldif', range };
const scim: DirectoryReference = {
  kind: 'scim',
  url: 'https://app.example/scim',
  username: null,
  secretEnv: null,
  timeoutMs: 1,
  range,
};
const entra = (signIn: GraphReference['signIn'], tenant = 'contoso.example'): GraphReference => ({
  kind: 'graph',
  tenant,
  clientId: 'c',
  signIn,
  graphBaseUrl: 'https://graph.microsoft.com/v1.0',
  authority: 'https://login.microsoftonline.com',
  secretEnv: null,
  certificateFile: null,
  timeoutMs: 1,
  range,
});
const between = (source: DirectoryReference, target: DirectoryReference): Connection => ({ ...connection, source, target });

describe('the sides of a connection', () => {
  it('name what needs a credential, once where both need the same', () => {
    assert.deepEqual(credentialSides(between(file, file)), []);
    assert.deepEqual(credentialSides(between(entra('interactive'), file)), []);
    const [only, ...others] = credentialSides(between(file, scim));
    assert.deepEqual(
      [only?.side, only?.request.title, others.length],
      ['target', 'the bearer token for https://app.example/scim', 0],
    );
    const both = credentialSides(between(entra('clientSecret'), entra('clientSecret')));
    assert.deepEqual(
      both.map(({ side }) => side),
      ['source and target'],
    );
    const two = credentialSides(between(entra('clientSecret'), scim));
    assert.deepEqual(
      two.map(({ side }) => side),
      ['source', 'target'],
    );
  });

  it('name each application of Entra once', () => {
    assert.equal(entraSides(between(entra('interactive'), entra('interactive'))).length, 1);
    assert.equal(entraSides(between(entra('interactive'), entra('interactive', 'fabrikam.example'))).length, 2);
    assert.equal(entraSides(between(file, scim)).length, 0);
  });
});

describe('credentialOffer', () => {
  const failing = (error: StepError): Trace => {
    const [test, ...others] = trace.steps;
    return { ...trace, steps: [{ ...test, status: 'failure', error }, ...others] };
  };

  it('offers to sign in where somebody has to, and a credential where the advice names it', () => {
    assert.equal(credentialOffer(trace), null);
    for (const code of ['SignInRequired', 'ConsentRequired'])
      assert.equal(credentialOffer(failing({ code, message: 'm', advice: 'Use "Set credential…".' })), 'signIn');
    assert.equal(
      credentialOffer(failing({ code: 'X', message: 'm', advice: 'Set it with "Set credential…".' })),
      'setCredential',
    );
    assert.equal(credentialOffer(failing({ code: 'invalidCredentials-52e', message: 'm', advice: '' })), 'setCredential');
    assert.equal(credentialOffer(failing({ code: 'invalidCredentials-775', message: 'm', advice: '' })), null);
    assert.equal(credentialOffer(failing({ code: 'Timeout', message: 'm', advice: 'Try again.' })), null);
  });
});

describe('the question before a write', () => {
  const asked = (given: Partial<WriteQuestion>): string =>
    questionWords({ trace, target: 'https://app.example/scim', action: 'update', person: 'Adele Vance', attributes: 3, ...given })
      .message;

  it('names the action, the person, the target and the number of attributes', () => {
    assert.equal(asked({}), 'Update Adele Vance in https://app.example/scim: 3 attributes change.');
    assert.equal(asked({ attributes: 1 }), 'Update Adele Vance in https://app.example/scim: 1 attribute changes.');
    assert.equal(
      asked({ action: 'create', attributes: 21 }),
      'Create Adele Vance in https://app.example/scim: 21 attributes are set.',
    );
    assert.equal(
      asked({ action: 'disable', attributes: 1 }),
      'Disable Adele Vance in https://app.example/scim: 1 attribute changes.',
    );
    assert.equal(
      asked({ action: 'delete', attributes: 0 }),
      'Delete Adele Vance in https://app.example/scim: the object is removed.',
    );
  });

  it('is one line of bounded length, whatever the person is called', () => {
    const message = asked({ person: `Adele\n\nClick Provision\u202E now ${'x'.repeat(5000)}` });
    assert.doesNotMatch(message, /[\p{Cc}\p{Cf}]/u);
    assert.ok(message.length < 400);
    assert.match(message, /^Update Adele Click Provision now x+… in https:\/\/app\.example\/scim: 3 attributes change\.$/);
  });

  it('says that the preview has warnings', () => {
    assert.match(
      questionWords({ trace: updateTrace, target: 't', action: 'update', person: 'p', attributes: 3 }).detail,
      /warnings/,
    );
  });
});

describe('the words of the progress', () => {
  it('tell looking, asking and writing apart', () => {
    assert.equal(progressWords(running(updateTrace, 2)), '2 of 5 steps.');
    assert.match(progressWords(completed(updateTrace, { mode: 'provision', running: true })), /your answer/);
  });
});
