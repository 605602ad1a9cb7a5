type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const levels: readonly unknown[] = ['none', 'note', 'warning', 'error'];

/** What a SARIF log lacks of the required and constrained properties of SARIF 2.1.0 (OASIS Standard, sections 3.13 to 3.50) that it uses. */
export function sarifFaults(log: unknown): readonly string[] {
  const faults: string[] = [];
  const need = (holds: boolean, what: string): void => {
    if (!holds) faults.push(what);
  };
  const object = (value: unknown, what: string): Json => {
    need(isObject(value), `${what} is an object`);
    return isObject(value) ? value : {};
  };
  const list = (value: unknown, what: string): readonly unknown[] => {
    need(Array.isArray(value), `${what} is an array`);
    return Array.isArray(value) ? value : [];
  };
  const text = (value: unknown, what: string): void => need(typeof value === 'string' && value !== '', `${what} is text`);
  const count = (value: unknown, least: number, what: string): number => {
    need(Number.isInteger(value) && Number(value) >= least, `${what} is a whole number from ${least}`);
    return Number(value);
  };

  const root = object(log, 'log');
  need(root.version === '2.1.0', 'version is 2.1.0');
  need(URL.canParse(String(root.$schema)) && String(root.$schema).includes('sarif'), '$schema is a URI of SARIF');
  for (const one of list(root.runs, 'runs')) {
    const run = object(one, 'run');
    const driver = object(object(run.tool, 'tool').driver, 'driver');
    text(driver.name, 'driver.name');
    need(run.columnKind === 'utf16CodeUnits', 'columnKind says what columns count');
    const rules = list(driver.rules, 'rules').map((rule) => object(rule, 'rule'));
    const ids = rules.map((rule) => rule.id);
    need(new Set(ids).size === ids.length, 'rules are distinct');
    for (const rule of rules) {
      text(rule.id, 'rule.id');
      text(object(rule.shortDescription, 'shortDescription').text, 'shortDescription.text');
      need(levels.includes(object(rule.defaultConfiguration, 'defaultConfiguration').level), 'default level is known');
      if (rule.helpUri !== undefined) need(URL.canParse(String(rule.helpUri)), 'helpUri is an absolute URI');
      if (rule.help !== undefined) text(object(rule.help, 'help').text, 'help.text');
    }
    const artifacts = list(run.artifacts, 'artifacts').map((artifact) =>
      object(object(artifact, 'artifact').location, 'location'),
    );
    for (const location of artifacts) text(location.uri, 'artifact uri');
    for (const item of list(run.results, 'results')) {
      const result = object(item, 'result');
      text(object(result.message, 'message').text, 'message.text');
      need(ids[count(result.ruleIndex, 0, 'ruleIndex')] === result.ruleId, 'ruleIndex leads to ruleId');
      need(levels.includes(result.level), 'level is known');
      const places = list(result.locations, 'locations');
      need(places.length > 0, 'a result has a place');
      for (const place of places) {
        const physical = object(object(place, 'location').physicalLocation, 'physicalLocation');
        const file = object(physical.artifactLocation, 'artifactLocation');
        need(artifacts[count(file.index, 0, 'index')]?.uri === file.uri, 'index leads to the artifact');
        const region = object(physical.region, 'region');
        const [startLine, startColumn, endLine, endColumn] = ['startLine', 'startColumn', 'endLine', 'endColumn'].map((name) =>
          count(region[name], 1, name),
        );
        need(
          Number(endLine) > Number(startLine) || (endLine === startLine && Number(endColumn) >= Number(startColumn)),
          'a region ends behind its start',
        );
      }
    }
  }
  return faults;
}
