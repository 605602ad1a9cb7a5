import { type Semantics, withReading } from '../core/semantics.ts';
import { UnusableInput } from './readAttributes.ts';

/**
 * The readings of `--semantics name=value[,name=value]`.
 * @throws UnusableInput where a name or a value does not exist
 */
export function readSemantics(list: string | undefined): Partial<Semantics> {
  let semantics: Partial<Semantics> = {};
  for (const pair of (list ?? '').split(',').filter((one) => one.trim() !== '')) {
    const [name = '', value = ''] = pair.split('=').map((part) => part.trim());
    const read = withReading(semantics, name, value);
    if (!read.ok) throw new UnusableInput(`--semantics ${pair.trim()}: ${read.message} ${read.fix}`);
    semantics = read.semantics;
  }
  return semantics;
}
