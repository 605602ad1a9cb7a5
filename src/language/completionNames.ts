import { propertyOf, readJson } from '../core/text/readJson.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { type CompletionItem, type CompletionSituation, type Slot, valueItem, valueSlot } from './completionItem.ts';
import type { PropertyWords } from './enumWords.ts';
import { paragraph } from './markdownBlocks.ts';

/** The words of a property such as `flowType`. Of flags, the one at the offset is replaced and those that stand there are left out. */
export function wordCompletions(situation: CompletionSituation, words: PropertyWords): readonly CompletionItem[] {
  const whole = valueSlot(situation);
  if (!whole) return [];
  const { slot, taken } =
    words.flags && !whole.needsQuotes ? flagSlot(situation, whole) : { slot: whole, taken: new Set<string>() };
  return words.values
    .filter(({ name }) => !taken.has(name.toLowerCase()))
    .map(({ name, meaning }, index) =>
      valueItem(slot, name, { kind: 'word', documentation: [paragraph(meaning)], order: String(index).padStart(3, '0') }),
    );
}

function flagSlot(
  { analysis: { text }, place: { offset } }: CompletionSituation,
  { range }: Slot,
): { readonly slot: Slot; readonly taken: ReadonlySet<string> } {
  const before = text.slice(range.start, offset);
  const after = text.slice(offset, range.end);
  const start = range.start + (/^.*,\s*/s.exec(before)?.[0].length ?? 0);
  const end = offset + (/^[^,]*/.exec(after)?.[0].trimEnd().length ?? 0);
  const others = `${text.slice(range.start, start)},${text.slice(end, range.end)}`;
  const taken = new Set(others.split(',').map((part) => part.trim().toLowerCase()));
  return { slot: { range: { start, end }, needsQuotes: false }, taken };
}

/** `sourceDirectoryName` and `targetDirectoryName`: the directories of the schema. */
export function directoryNameCompletions(situation: CompletionSituation): readonly CompletionItem[] {
  const names = situation.analysis.schema?.directories.map(({ name }) => name) ?? [];
  return nameItems(situation, names, 'directory');
}

/** `sourceObjectName` and `targetObjectName`: the objects of the directory on that side of the rule. */
export function objectNameCompletions(situation: CompletionSituation, side: 'source' | 'target'): readonly CompletionItem[] {
  const { analysis, configuration } = situation;
  const rule = configuration?.rule;
  const wanted = side === 'source' ? rule?.sourceDirectoryName : rule?.targetDirectoryName;
  const directories = analysis.schema?.directories ?? [];
  const named = directories.filter(({ name }) => name === wanted);
  const objects = (named.length > 0 ? named : directories).flatMap((directory) => directory.objects);
  return nameItems(
    situation,
    objects.map(({ name }) => name),
    'object',
  );
}

/** `configuration.rule` of a connection file: the rules of the schema that it names. */
export function ruleNameCompletions(situation: CompletionSituation): readonly CompletionItem[] {
  const rules = situation.named?.synchronizationRules ?? [];
  return nameItems(
    situation,
    rules.map(({ name, id }) => name || id),
    'rule',
  );
}

/** `configuration.objectMapping`: those of the rule that the connection names, or of all where it names none. */
export function objectMappingNameCompletions(situation: CompletionSituation): readonly CompletionItem[] {
  const rules = situation.named?.synchronizationRules ?? [];
  const wanted = configurationText(situation.analysis, 'rule');
  const ofRule = rules.filter(({ name, id }) => name === wanted || id === wanted);
  const mappings = (ofRule.length > 0 ? ofRule : rules).flatMap((rule) => rule.objectMappings);
  return nameItems(
    situation,
    mappings.map(({ name, pointer }) => name || pointer),
    'object mapping',
  );
}

/** The path of the synchronization schema as a connection file has it, finished or not; null where it has none. */
export function schemaPathOf(analysis: DocumentAnalysis): string | null {
  return analysis.kind === 'connection' ? configurationText(analysis, 'schema') : null;
}

function configurationText({ text }: DocumentAnalysis, name: string): string | null {
  const value: unknown = propertyOf(propertyOf(readJson(text).root, 'configuration'), name)?.value;
  return typeof value === 'string' && value !== '' ? value : null;
}

function nameItems(situation: CompletionSituation, names: readonly string[], detail: string): readonly CompletionItem[] {
  const slot = valueSlot(situation);
  if (!slot) return [];
  return [...new Set(names)]
    .filter((name) => name !== '')
    .map((name, index) => valueItem(slot, name, { kind: 'name', detail, order: String(index).padStart(4, '0') }));
}
