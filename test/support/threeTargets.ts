import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ScimServer, startScimServer } from '../../scripts/scimServer.ts';
import { type LdapWatch, watchLdap } from './directories/ldapWatch.ts';
import { startSlapd } from './directories/slapdServer.ts';
import { type GraphServer, startGraph } from './entra/graphServer.ts';
import { schemaText, type TestMapping } from './schemaText.ts';

/** A target of each kind that is written, behind something that notes every request, and a connection file for each in one folder. */
export interface ThreeTargets {
  readonly folder: string;
  readonly targets: readonly WatchedTarget[];
  /** The environment variables that the connection files name. Each secret is told from every other text. */
  readonly secrets: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface WatchedTarget {
  readonly kind: 'ldap' | 'graph' | 'scim';
  /** Absolute path of the connection file. */
  readonly connection: string;
  /** What the target was asked so far. */
  asked(): readonly string[];
  /** Those of it that would change something. */
  writes(): readonly string[];
}

/** The person of every connection: in each target, with another title. */
export const changedPerson = 'kaethe.kruger@corp.example';

const person = {
  id: 'p-1',
  displayName: 'Käthe Krüger',
  mail: changedPerson,
  userPrincipalName: changedPerson,
  employeeId: '2001',
  jobTitle: 'Chefin',
};

/** @param access what every connection file says */
export async function openThreeTargets(access: 'readOnly' | 'readWrite'): Promise<ThreeTargets> {
  const folder = await mkdtemp(join(tmpdir(), 'targets-'));
  const slapd = await startSlapd();
  const ldap: LdapWatch = await watchLdap(slapd);
  const token = 'planted-graph-token-5d1f0b7c';
  const scimToken = 'planted-scim-token-93ab55e2';
  const user = {
    id: '8b1f3c7e-0d52-4a41-9f1e-2f6f0f3a7c11',
    userPrincipalName: changedPerson,
    displayName: 'Käthe Krüger',
    jobTitle: 'Bereichsleiterin',
    mailNickname: 'kaethe',
    accountEnabled: true,
  };
  const graph: GraphServer = await startGraph({ users: [user], token });
  const scim: ScimServer = await startScimServer({
    token: scimToken,
    users: [{ userName: changedPerson, displayName: 'Käthe Krüger', title: 'Bereichsleiterin', active: true }],
  });
  const entries = {
    ldap: {
      target: { kind: 'ldap', url: ldap.url, baseDN: slapd.baseDN, bindDN: slapd.adminDN, secretEnv: 'PLANTED_LDAP' },
      schema: schemaOf('Active Directory', 'employeeID', '[employeeId]', 'title'),
    },
    graph: {
      target: {
        kind: 'graph',
        tenant: 'contoso.onmicrosoft.com',
        signIn: 'token',
        secretEnv: 'PLANTED_GRAPH',
        graphBaseUrl: graph.url,
      },
      schema: schemaOf('Microsoft Entra ID', 'userPrincipalName', '[userPrincipalName]', 'jobTitle'),
    },
    scim: {
      target: { kind: 'scim', url: `${scim.url}?aadOptscim062020`, secretEnv: 'PLANTED_SCIM' },
      schema: schemaOf('customappsso', 'userName', '[userPrincipalName]', 'title'),
    },
  };
  await writeFile(join(folder, 'people.json'), JSON.stringify([person]));
  for (const [kind, { target, schema }] of Object.entries(entries)) {
    const connection = {
      name: `people to ${kind}`,
      configuration: { schema: `${kind}.syncschema.json` },
      source: { kind: 'file', path: 'people.json' },
      target,
      assignment: 'all',
      access,
    };
    await writeFile(join(folder, `${kind}.syncschema.json`), schema);
    await writeFile(join(folder, `${kind}.provision.json`), JSON.stringify(connection));
  }
  const connectionOf = (kind: string): string => join(folder, `${kind}.provision.json`);
  const isWrite = (request: string): boolean => !request.startsWith('GET ');
  const graphRequests = (): readonly string[] => graph.requests.map(({ method, target }) => `${method} ${target}`);
  const scimRequests = (): readonly string[] => scim.requests.map(({ method, path }) => `${method} ${path}`);
  return {
    folder,
    secrets: { PLANTED_LDAP: slapd.adminPassword, PLANTED_GRAPH: token, PLANTED_SCIM: scimToken },
    targets: [
      { kind: 'ldap', connection: connectionOf('ldap'), asked: () => ldap.operations, writes: () => ldap.writes() },
      { kind: 'graph', connection: connectionOf('graph'), asked: graphRequests, writes: () => graphRequests().filter(isWrite) },
      { kind: 'scim', connection: connectionOf('scim'), asked: scimRequests, writes: () => scimRequests().filter(isWrite) },
    ],
    async close() {
      await Promise.all([ldap.close(), graph.close(), scim.close()]);
      await slapd.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function schemaOf(target: string, matching: string, by: string, changed: string): string {
  const mappings: readonly TestMapping[] = [
    { target: matching, expression: by, matchingPriority: 1 },
    { target: changed, expression: '[jobTitle]' },
  ];
  return schemaText({ source: 'Microsoft Entra ID', target, mappings });
}
