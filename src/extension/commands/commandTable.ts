/** What every command of the extension is called and where it shows. The manifest is held equal to this table by a test. */
export interface CommandRow {
  readonly id: string;
  readonly title: string;
  /** A codicon. */
  readonly icon: string | null;
  /** The `when` clause of the command palette; null shows it always. */
  readonly paletteWhen: string | null;
  /** The `when` clause of the editor title; null keeps it out. */
  readonly editorTitleWhen: string | null;
}

export const commandCategory = 'Provision on Demand';

/** Set once a run was started in this window. */
export const hasRunKey = 'provisionOnDemand.hasRun';

/** Set once a file of an open run was changed in this window; the walkthrough asks for it. */
export const hasEditedKey = 'provisionOnDemand.hasEdited';

export const commandTable = [
  {
    id: 'provisionOnDemand.run',
    title: 'Provision on demand…',
    icon: '$(play)',
    paletteWhen: null,
    editorTitleWhen: 'resourceScheme == file && resourceFilename =~ /\\.(syncschema|mapping|scope|provision)\\.json$/',
  },
  {
    id: 'provisionOnDemand.again',
    title: 'Provision again',
    icon: '$(refresh)',
    paletteWhen: hasRunKey,
    editorTitleWhen: null,
  },
  { id: 'provisionOnDemand.chooseUser', title: 'Choose user…', icon: '$(person)', paletteWhen: null, editorTitleWhen: null },
  {
    id: 'provisionOnDemand.chooseConnection',
    title: 'Choose connection…',
    icon: '$(plug)',
    paletteWhen: null,
    editorTitleWhen: null,
  },
  {
    id: 'provisionOnDemand.incremental',
    title: 'Preview as incremental change…',
    icon: '$(diff)',
    paletteWhen: hasRunKey,
    editorTitleWhen: null,
  },
  {
    id: 'provisionOnDemand.provision',
    title: 'Provision…',
    icon: '$(cloud-upload)',
    paletteWhen: null,
    editorTitleWhen: null,
  },
  { id: 'provisionOnDemand.setCredential', title: 'Set credential…', icon: '$(key)', paletteWhen: null, editorTitleWhen: null },
  { id: 'provisionOnDemand.signIn', title: 'Sign in…', icon: '$(sign-in)', paletteWhen: null, editorTitleWhen: null },
  { id: 'provisionOnDemand.signOut', title: 'Sign out…', icon: '$(sign-out)', paletteWhen: null, editorTitleWhen: null },
  { id: 'provisionOnDemand.showAuditLog', title: 'Show audit log', icon: '$(history)', paletteWhen: null, editorTitleWhen: null },
] as const satisfies readonly CommandRow[];

export type CommandId = (typeof commandTable)[number]['id'];
