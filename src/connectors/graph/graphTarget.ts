import type { GraphReference } from '../../core/connection/connection.ts';
import { kindOfObjectName } from '../../core/schema/objectKind.ts';
import type { DirectoryResult, Entry, MatchQuery, TargetDirectory } from '../../core/trace/directory.ts';
import { failure, success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';
import { type GraphAccess, graphAccess, graphLabel } from './askGraph.ts';
import { type GraphQuery, questionOf } from './graphAddress.ts';
import { selectionOf } from './graphEntry.ts';
import { equalityFilter } from './graphFilter.ts';
import { type GraphList, readList } from './graphPages.ts';
import { graphRequests } from './graphRequests.ts';
import { testReading } from './graphSource.ts';
import { graphWording } from './graphWording.ts';
import { askedInstead, askedInsteadNote, notKnownThere } from './objectIdentifier.ts';
import { completed, readScopes } from './readObject.ts';

/** Two are ambiguous; more say nothing new (facts/graph-synchronization.md, section 10.1). */
const maximumHits = 2;

/** Entra over Microsoft Graph. Only reads, with GET; {@link TargetDirectory.describe} says what would be written. */
export function graphTarget(reference: GraphReference, options: OpenOptions): TargetDirectory {
  const access = graphAccess(reference, options);
  return {
    label: graphLabel(reference),
    async testConnection(probe) {
      if (probe === null) return testReading(access);
      const asked = await askFor(access, probe, []);
      if (!asked.ok) return asked;
      const { question, list } = asked.value;
      if (list.items.length > 0) {
        const kind = kindOfObjectName(probe.objectName) ?? 'user';
        const message = `${access.host} answered with ${objectsOf(list)} for a ${kind} that cannot exist: it does not apply the filter.`;
        return failure(
          'malformed',
          'NotGraph',
          message,
          'Every match would be wrong. Check "graphBaseUrl" in the connection file.',
        );
      }
      return success({
        address: reference.graphBaseUrl,
        asked: question,
        answered: `200, ${objectsOf(list)}`,
        warning: null,
      });
    },
    async match(query, attributes) {
      const asked = await askFor(access, query, attributes);
      if (!asked.ok) return asked;
      const { question, list } = asked.value;
      const instead = askedInstead(query) !== null;
      if (instead && list.items.length === 0) return notKnownThere();
      const kind = kindOfObjectName(query.objectName) ?? 'user';
      const selection = selectionOf(kind, attributes);
      // Of several hits none is compared, so nothing more is asked for them.
      const relation = list.items.length === 1 ? selection.relation : null;
      const entries: Entry[] = [];
      for (const item of list.items) {
        const entry = await completed(access, kind, item, { ...selection, relation }, attributes);
        if (!entry.ok) return entry;
        entries.push(entry.value);
      }
      const total = Math.max(list.count ?? 0, entries.length);
      return success({ asked: question, entries, total, ...(instead && { note: askedInsteadNote }) });
    },
    describe: (write) => graphRequests(write, graphWording(reference)),
  };
}

interface Asked {
  /** Readable, for the screen. */
  readonly question: string;
  readonly list: GraphList;
}

/** One request for a matching attribute, always as an advanced query: harmless where it is not needed (facts, section 10.1). */
async function askFor(access: GraphAccess, wanted: MatchQuery, attributes: readonly string[]): Promise<DirectoryResult<Asked>> {
  const { attribute, value, objectName } = askedInstead(wanted) ?? wanted;
  if (/contact$/i.test(objectName)) {
    const message = `Objects of the kind "${objectName}" are not among the users and groups that are matched over Microsoft Graph.`;
    return failure('unsupported', 'Unsupported', message, 'Choose an object mapping whose target object is User or Group.');
  }
  const kind = kindOfObjectName(objectName) ?? 'user';
  const filter = equalityFilter(kind, attribute, value);
  if (!filter.ok) return filter;
  const path = `/${kind}s`;
  const query: GraphQuery = [
    ['$filter', filter.value],
    ['$select', selectionOf(kind, attributes).select.join(',')],
    ['$top', String(maximumHits)],
    ['$count', 'true'],
  ];
  const listed = await readList(access, { path, query, advanced: true, scopes: readScopes[kind] }, maximumHits);
  const question = questionOf(
    path,
    query.filter(([name]) => name !== '$select'),
  );
  return listed.ok ? success({ question, list: listed.value }) : listed;
}

function objectsOf({ items, count }: GraphList): string {
  const total = Math.max(count ?? 0, items.length);
  return total === 1 ? '1 object' : `${total} objects`;
}
