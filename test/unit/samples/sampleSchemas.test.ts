import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleSchemas } from '../../../scripts/sampleSchemas.ts';
import { adToEntra, entraToScim, readText, type Sample } from './sampleFiles.ts';
import { everySource, userMappingOf } from './schemaJson.ts';

describe('sample schemas', () => {
  for (const [path, generated] of sampleSchemas()) {
    test(`${path} is what its generator makes`, () => {
      assert.ok(readText(path) === generated, 'run `node scripts/sampleSchemas.ts` and commit what it writes');
    });
  }

  for (const { connection, schema } of [adToEntra, entraToScim]) {
    const mapping = userMappingOf(schema);
    const directory = (name: string, objectName: string): ReadonlySet<string> => {
      const object = schema.directories.find((row) => row.name === name)?.objects.find((row) => row.name === objectName);
      return new Set(object?.attributes.map((row) => row.name));
    };
    const rule = schema.synchronizationRules[0];
    const sourceNames = directory(rule?.sourceDirectoryName ?? '', mapping.sourceObjectName);
    const targetNames = directory(rule?.targetDirectoryName ?? '', mapping.targetObjectName);

    test(`${connection}: what the mappings and filters name is defined`, () => {
      const undefinedTargets = mapping.attributeMappings.filter((row) => !targetNames.has(row.targetAttributeName));
      assert.deepEqual(undefinedTargets, []);
      const readNames = mapping.attributeMappings.flatMap((row) =>
        everySource(row.source).flatMap((source) => (source.type === 'Attribute' ? [source.name] : [])),
      );
      const groups = [...mapping.scope.groups, ...mapping.scope.inputFilterGroups];
      const filtered = groups.flatMap((group) => group.clauses.map((clause) => clause.sourceOperandName));
      assert.ok(readNames.length > 20 && filtered.length > 3);
      assert.deepEqual(
        [...readNames, ...filtered].filter((name) => !sourceNames.has(name)),
        [],
      );
    });

    test(`${connection}: target names are unique, and every object definition has one anchor`, () => {
      const names = mapping.attributeMappings.map((row) => row.targetAttributeName.toLowerCase());
      assert.equal(new Set(names).size, names.length);
      for (const object of schema.directories.flatMap((row) => row.objects)) {
        assert.equal(object.attributes.filter((row) => row.anchor).length, 1, object.name);
        assert.equal(new Set(object.attributes.map((row) => row.name)).size, object.attributes.length, object.name);
      }
    });

    test(`${connection}: every expression stands in the file, tenant constants aside`, () => {
      const missing = mapping.attributeMappings
        .flatMap((row) => everySource(row.source))
        .filter((source) => source.expression === null)
        .map((source) => source.name);
      assert.deepEqual(missing, connection === adToEntra.connection ? ['%DomainFQDN%', '%DomainNetBios%', '%DomainFQDN%'] : []);
    });
  }

  test('AD to Entra has the size and the matching of the default', () => {
    const mapping = userMappingOf(adToEntra.schema);
    assert.equal(mapping.attributeMappings.length, 136);
    const matching = mapping.attributeMappings.filter((row) => row.matchingPriority > 0);
    assert.deepEqual(
      matching.map((row) => [row.targetAttributeName, row.source?.expression]),
      [['onPremisesObjectIdentifier', '[objectGUID]']],
    );
  });

  test('expressions are written as the service writes them', () => {
    const expression = ({ schema }: Sample, target: string): string | null | undefined =>
      userMappingOf(schema).attributeMappings.find((row) => row.targetAttributeName === target)?.source?.expression;
    assert.equal(
      expression(adToEntra, 'AccountEnabled'),
      'IIF(IsPresent([userAccountControl]), IIF(BitAnd([userAccountControl], 2)="0", "True", "False"), Not([accountDisabled]))',
    );
    assert.equal(
      expression(adToEntra, 'LastPasswordChangeTimestamp'),
      'IIF(IsPresent([pwdLastSet]), FormatDateTime(DateFromNum([pwdLastSet]), , "yyyyMMddHHmmss.0Z"), )',
    );
    assert.equal(
      expression(adToEntra, 'onPremisesUserPrincipalName'),
      'IIF(IsPresent([userPrincipalName]), [userPrincipalName], IIF(IsPresent([sAMAccountName]), Join("@", [sAMAccountName], ), Error("AccountName is not present")))',
    );
    assert.equal(expression(entraToScim, 'active'), 'Switch([IsSoftDeleted], , "False", "True", "True", "False")');
  });

  test('the built-in input filters are there, in the mapping and in the metadata of the rule', () => {
    const clauses = userMappingOf(adToEntra.schema).scope.inputFilterGroups.flatMap((group) => group.clauses);
    assert.equal(clauses.length, 11);
    const values = (name: string, operator: string): readonly (readonly string[] | undefined)[] =>
      clauses
        .filter((row) => row.sourceOperandName === name && row.operatorName === operator)
        .map((row) => row.targetOperand?.values);
    assert.deepEqual(values('isCriticalSystemObject', 'IS FALSE'), [undefined]);
    assert.deepEqual(values('msExchRecipientTypeDetails', '!&'), [['566259712']]);
    assert.deepEqual(values('distinguishedName', 'NOT REGEX MATCH'), [[String.raw`^CN\s*=\s*([^\,]*)\0ACNF`]]);
    const metadata = new Map(adToEntra.schema.synchronizationRules[0]?.metadata.map(({ key, value }) => [key, value]));
    assert.equal(metadata.get('supportsProvisionOnDemand'), 'true');
    const defaults = JSON.parse(metadata.get('defaultSourceObjectMappings') ?? '') as {
      readonly Scope: {
        readonly InputFilterGroups: readonly { readonly Clauses: readonly { readonly OperatorName: string }[] }[];
      };
    }[];
    assert.deepEqual(
      defaults[0]?.Scope.InputFilterGroups[0]?.Clauses.map((row) => row.OperatorName),
      clauses.map((row) => row.operatorName),
    );
  });
});
