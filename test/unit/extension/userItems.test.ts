import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DirectoryResult, PersonSummary } from '../../../src/core/trace/directory.ts';
import { type UserSearch, userItems } from '../../../src/extension/userItems.ts';

const adele: PersonSummary = { id: 'CN=Adele', displayName: 'Adele Vance', principalName: 'adele@corp.example', detail: 'Sales' };
const zoe: PersonSummary = { id: 'CN=Zoë', displayName: 'Zoë Ångström', principalName: null, detail: null };
const nameless: PersonSummary = { id: 'CN=svc', displayName: '', principalName: 'svc', detail: null };

const found = (...people: readonly PersonSummary[]): DirectoryResult<readonly PersonSummary[]> => ({ ok: true, value: people });
const search = (part: Partial<UserSearch>): UserSearch => ({
  query: '',
  last: null,
  people: [],
  found: found(),
  limit: 50,
  ...part,
});
const labels = (part: Partial<UserSearch>): readonly string[] => userItems(search(part)).map(({ label }) => label);

describe('userItems', () => {
  it('lists the last user, then the people of the connection, then the source, each once', () => {
    const last = { id: 'CN=Zoë', displayName: 'Zoë Ångström' };
    assert.deepEqual(labels({ last, people: [adele, zoe], found: found(adele, zoe, nameless) }), [
      'last user',
      'Zoë Ångström',
      'people of this connection',
      'Adele Vance',
      'found in the source',
      'CN=svc',
    ]);
  });

  it('shows name, principal name and detail', () => {
    const [, item] = userItems(search({ found: found(adele) }));
    assert.deepEqual(item, {
      kind: 'user',
      label: 'Adele Vance',
      description: 'adele@corp.example',
      detail: 'Sales',
      user: { id: 'CN=Adele', displayName: 'Adele Vance' },
    });
  });

  it('filters the people of the connection by what is typed, capitals and composed accents aside', () => {
    assert.deepEqual(labels({ query: 'zo\u0065\u0308', people: [adele, zoe] }).slice(0, 2), [
      'people of this connection',
      'Zoë Ångström',
    ]);
  });

  it('offers the text as typed, unless somebody has exactly that identifier', () => {
    const typed = userItems(search({ query: ' vance ', found: found(adele) })).at(-1);
    assert.equal(typed?.label, 'Use “vance” as typed');
    assert.deepEqual(typed?.user, { id: 'vance', displayName: 'vance' });
    assert.ok(!labels({ query: 'ADELE@corp.example', found: found(adele) }).some((label) => label.startsWith('Use')));
  });

  it('says that nobody fits only once the source has answered', () => {
    assert.deepEqual(labels({ query: 'nobody', found: null }), ['Use “nobody” as typed']);
    assert.deepEqual(labels({ query: 'nobody' }), ['Nobody in the source fits “nobody”', 'Use “nobody” as typed']);
  });

  it('shows an error with what to do, and chooses nobody with it', () => {
    const error = { kind: 'unreachable', code: 'x', message: 'people.ldif is missing.', advice: 'Correct the path.' } as const;
    const [note] = userItems(search({ found: { ok: false, error } }));
    assert.deepEqual(note, {
      kind: 'note',
      label: '$(error) people.ldif is missing.',
      description: '',
      detail: 'Correct the path.',
      user: null,
    });
  });

  it('says when there may be more than it shows', () => {
    assert.equal(labels({ found: found(adele, zoe), limit: 2 }).at(-1), 'The first 2 are shown');
  });
});
