import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ProblemCode, problemCodes, problemSource, type Severity } from '../core/problemCodes.ts';
import type { LineColumn } from '../core/text/lineIndex.ts';
import type { CheckedFile } from './checkedFile.ts';

/** Severities as SARIF calls them. */
const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
};

/**
 * A SARIF log, version 2.1.0 (OASIS Standard, 2020), of checked files: the code table as rules (section 3.49), a result (3.27) for each
 * problem with its region (3.30), whose columns count UTF-16 code units from 1 and whose end is exclusive.
 */
export function sarifLog(files: readonly CheckedFile[]): object {
  // What a run finds for one person is no result of a check.
  const ruleIds = (Object.keys(problemCodes) as ProblemCode[]).filter((code) => !code.startsWith('run-'));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'provision-on-demand', rules: ruleIds.map(sarifRule) } },
        columnKind: 'utf16CodeUnits',
        artifacts: files.map(({ path }) => ({ location: { uri: artifactUri(path) } })),
        results: files.flatMap((file, index) => sarifResults(file, index, ruleIds)),
      },
    ],
  };
}

function sarifRule(id: ProblemCode): object {
  const { severity, title } = problemCodes[id];
  const source = problemSource(id);
  return {
    id,
    shortDescription: { text: `${title}.` },
    ...(source === null ? {} : { helpUri: documentUri(source), help: { text: `Documented in ${source}.` } }),
    defaultConfiguration: { level: levels[severity] },
  };
}

/** Sources name a page of Microsoft's repository of documents, and behind a comma the section. */
function documentUri(source: string): string {
  return `https://github.com/MicrosoftDocs/entra-docs/blob/main/${source.split(',')[0] ?? ''}`;
}

function sarifResults(file: CheckedFile, artifact: number, ruleIds: readonly ProblemCode[]): readonly object[] {
  return file.problems.map(({ problem, start, end }) => ({
    ruleId: problem.code,
    ruleIndex: ruleIds.indexOf(problem.code),
    level: levels[problem.severity],
    message: { text: problem.fix === null ? problem.message : `${problem.message} ${problem.fix}` },
    locations: [
      { physicalLocation: { artifactLocation: { uri: artifactUri(file.path), index: artifact }, region: region(start, end) } },
    ],
  }));
}

function region(start: LineColumn, end: LineColumn): object {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A relative path stays relative, so that a log means the same on another machine (RFC 3986, section 4.2). */
function artifactUri(path: string): string {
  if (isAbsolute(path)) return pathToFileURL(path).href;
  const segments = path.split(process.platform === 'win32' ? /[\\/]/ : '/').map(encodeURIComponent);
  return segments.join('/');
}
