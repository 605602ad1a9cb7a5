// The entry that VS Code loads into its extension host (`--extensionTestsPath`). Bundled to out/test/host.cjs.
import './activation.ts';
import './commands.ts';
import './configuration.ts';
import './credentials.ts';
import './language.ts';
import './provision.ts';
import './readOnly.ts';
import './signIn.ts';
import { runDeclaredTests } from './suite.ts';

/** VS Code calls this once, and takes a rejection for failed tests. */
export function run(): Promise<void> {
  return runDeclaredTests(process.env.PROVISION_TEST_COUNTS);
}
