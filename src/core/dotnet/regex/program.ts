import { type Anchor, type GroupTable, type ParsedPattern, type PatternNode, unbounded } from './ast.ts';
import { type CharacterSet, singleSet } from './characterSet.ts';

/**
 * One step of the matcher. `back`: the text is read from right to left, as within a look behind. `register` names a cell whose changes are
 * undone on backtracking; a `slot` is the index of a group.
 */
export type Instruction =
  | { readonly op: 'text'; readonly text: string; readonly back: boolean }
  | { readonly op: 'set'; readonly set: CharacterSet; readonly back: boolean }
  | {
      readonly op: 'setLoop';
      readonly set: CharacterSet;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
      readonly back: boolean;
    }
  | { readonly op: 'anchor'; readonly anchor: Anchor }
  | { readonly op: 'backreference'; readonly slot: number; readonly ignoreCase: boolean; readonly back: boolean }
  /** Goes on, and on failure from `other`. */
  | { readonly op: 'split'; other: number }
  | { readonly op: 'jump'; target: number }
  | { readonly op: 'fail' }
  | { readonly op: 'savePosition'; readonly register: number }
  | { readonly op: 'restorePosition'; readonly register: number }
  /** Remembers which ways back exist, for `cut`. */
  | { readonly op: 'mark'; readonly register: number }
  /** Gives up the ways back that were opened since `mark`. */
  | { readonly op: 'cut'; readonly register: number }
  /** Ends a group that began at `register`. `slot` or `balances` may be null, not both. */
  | { readonly op: 'capture'; readonly slot: number | null; readonly balances: number | null; readonly register: number }
  /** Goes on if the group has a capture, else to `no`. */
  | { readonly op: 'ifGroup'; readonly slot: number; no: number }
  /** Sets the counter of a loop and where its iteration began (-1: not begun). */
  | { readonly op: 'loopStart'; readonly count: number; readonly begun: boolean; readonly register: number }
  /**
   * Ends an iteration: decides between another and going on. `register` holds where the iteration began, `register + 1` the count of
   * iterations beyond the required ones, negative while some are still required.
   */
  | { readonly op: 'loopEnd'; readonly body: number; readonly limit: number; readonly lazy: boolean; readonly register: number }
  | { readonly op: 'matched' };

/** A pattern ready to run. */
export interface Program {
  readonly instructions: readonly Instruction[];
  /** Cells in all: one for each group (its newest capture), then those of the instructions. */
  readonly registerCount: number;
  readonly groups: GroupTable;
  /** An anchor that every match begins with, so that one position is enough to try. */
  readonly leadingAnchor: 'beginning' | 'matchStart' | null;
  /**
   * A set that every match begins by repeating without bound. When a try at a position fails, tries at the other positions of the same run
   * of such characters fail as well, since they can only do less.
   */
  readonly leadingLoop: CharacterSet | null;
}

/** Turns a parsed pattern into instructions. Their number grows as the length of the pattern, whatever its repeat counts. */
export function buildProgram(pattern: ParsedPattern): Program {
  const builder = new ProgramBuilder(pattern.groups);
  builder.add(pattern.root, false);
  const { instructions, registerCount } = builder.finish();
  return {
    instructions,
    registerCount,
    groups: pattern.groups,
    leadingAnchor: leadingAnchor(pattern.root),
    leadingLoop: instructions.some(readsCaptures) ? null : leadingLoop(pattern.root),
  };
}

class ProgramBuilder {
  readonly #instructions: Instruction[] = [];
  readonly #slots: ReadonlyMap<number, number>;
  #registerCount: number;

  constructor(groups: GroupTable) {
    this.#slots = groups.slots;
    this.#registerCount = groups.numbers.length;
  }

  finish(): { readonly instructions: readonly Instruction[]; readonly registerCount: number } {
    this.#instructions.push({ op: 'matched' });
    return { instructions: this.#instructions, registerCount: this.#registerCount };
  }

  add(node: PatternNode, back: boolean): void {
    const code = this.#instructions;
    switch (node.kind) {
      case 'text':
        code.push({ op: 'text', text: node.text, back });
        return;
      case 'set':
        code.push({ op: 'set', set: node.set, back });
        return;
      case 'anchor':
        code.push({ op: 'anchor', anchor: node.anchor });
        return;
      case 'backreference':
        code.push({ op: 'backreference', slot: this.#slot(node.group), ignoreCase: node.ignoreCase, back });
        return;
      case 'sequence':
        for (const item of back ? node.items.toReversed() : node.items) this.add(item, back);
        return;
      case 'alternation':
        this.#addAlternation(node.branches, back);
        return;
      case 'capture':
        this.#addCapture(node, back);
        return;
      case 'atomic': {
        const register = this.#newRegister();
        code.push({ op: 'mark', register });
        this.add(node.body, back);
        code.push({ op: 'cut', register });
        return;
      }
      case 'lookaround':
        this.#addLookaround(node.body, node.behind, node.negative);
        return;
      case 'loop':
        this.#addLoop(node, back);
        return;
      case 'groupCondition':
        this.#addBranches({ op: 'ifGroup', slot: this.#slot(node.group), no: 0 }, node.yes, node.no, back);
        return;
      case 'testCondition':
        this.#addTestCondition(node.test, node.yes, node.no, back);
        return;
    }
  }

  #slot(group: number): number {
    return this.#slots.get(group) ?? 0;
  }

  #newRegister(): number {
    return this.#registerCount++;
  }

  #addAlternation(branches: readonly PatternNode[], back: boolean): void {
    const code = this.#instructions;
    const jumps: { op: 'jump'; target: number }[] = [];
    branches.forEach((branch, index) => {
      if (index === branches.length - 1) {
        this.add(branch, back);
        return;
      }
      const split = { op: 'split' as const, other: 0 };
      const jump = { op: 'jump' as const, target: 0 };
      code.push(split);
      this.add(branch, back);
      code.push(jump);
      jumps.push(jump);
      split.other = code.length;
    });
    for (const jump of jumps) jump.target = code.length;
  }

  #addCapture(node: PatternNode & { kind: 'capture' }, back: boolean): void {
    const register = this.#newRegister();
    this.#instructions.push({ op: 'savePosition', register });
    this.add(node.body, back);
    const slot = node.group === null ? null : this.#slot(node.group);
    const balances = node.balances === null ? null : this.#slot(node.balances);
    this.#instructions.push({ op: 'capture', slot, balances, register });
  }

  #addLookaround(body: PatternNode, behind: boolean, negative: boolean): void {
    const code = this.#instructions;
    const ways = this.#newRegister();
    code.push({ op: 'mark', register: ways });
    if (negative) {
      const split = { op: 'split' as const, other: 0 };
      code.push(split);
      this.add(body, behind);
      code.push({ op: 'cut', register: ways }, { op: 'fail' });
      split.other = code.length;
      return;
    }
    const position = this.#newRegister();
    code.push({ op: 'savePosition', register: position });
    this.add(body, behind);
    code.push({ op: 'restorePosition', register: position }, { op: 'cut', register: ways });
  }

  #addTestCondition(test: PatternNode, yes: PatternNode, no: PatternNode, back: boolean): void {
    const code = this.#instructions;
    const ways = this.#newRegister();
    const position = this.#newRegister();
    const split = { op: 'split' as const, other: 0 };
    code.push({ op: 'mark', register: ways }, { op: 'savePosition', register: position }, split);
    this.add(test, back);
    code.push({ op: 'restorePosition', register: position }, { op: 'cut', register: ways });
    this.add(yes, back);
    const jump = { op: 'jump' as const, target: 0 };
    code.push(jump);
    split.other = code.length;
    this.add(no, back);
    jump.target = code.length;
  }

  #addBranches(test: Instruction & { op: 'ifGroup' }, yes: PatternNode, no: PatternNode, back: boolean): void {
    const code = this.#instructions;
    const jump = { op: 'jump' as const, target: 0 };
    code.push(test);
    this.add(yes, back);
    code.push(jump);
    test.no = code.length;
    this.add(no, back);
    jump.target = code.length;
  }

  #addLoop(node: PatternNode & { kind: 'loop' }, back: boolean): void {
    const code = this.#instructions;
    const { min, max, lazy, body } = node;
    const set = loopSet(body);
    if (set !== null) {
      code.push({ op: 'setLoop', set, min, max, lazy, back });
      return;
    }
    const register = this.#newRegister();
    this.#newRegister();
    // A loop that needs no iteration is entered at its end, where one is chosen or not.
    code.push({ op: 'loopStart', count: min === 0 ? 0 : 1 - min, begun: min > 0, register });
    const jump = { op: 'jump' as const, target: 0 };
    if (min === 0) code.push(jump);
    const start = code.length;
    this.add(body, back);
    jump.target = code.length;
    code.push({ op: 'loopEnd', body: start, limit: max === unbounded ? unbounded : max - min, lazy, register });
  }
}

/** The set that a loop over one character repeats; null for any other loop. */
function loopSet(body: PatternNode): CharacterSet | null {
  if (body.kind === 'set') return body.set;
  return body.kind === 'text' && body.text.length === 1 ? singleSet(body.text.charCodeAt(0)) : null;
}

function leadingAnchor(node: PatternNode): Program['leadingAnchor'] {
  switch (node.kind) {
    case 'anchor':
      return node.anchor === 'beginning' || node.anchor === 'matchStart' ? node.anchor : null;
    case 'sequence':
      return node.items[0] === undefined ? null : leadingAnchor(node.items[0]);
    case 'capture':
    case 'atomic':
      return leadingAnchor(node.body);
    default:
      return null;
  }
}

function leadingLoop(node: PatternNode): CharacterSet | null {
  switch (node.kind) {
    case 'loop':
      return node.max === unbounded ? loopSet(node.body) : null;
    case 'sequence':
      return node.items[0] === undefined ? null : leadingLoop(node.items[0]);
    case 'capture':
      return leadingLoop(node.body);
    default:
      return null;
  }
}

/** True for what makes the outcome depend on where a group began. */
function readsCaptures(instruction: Instruction): boolean {
  return (
    instruction.op === 'backreference' ||
    instruction.op === 'ifGroup' ||
    (instruction.op === 'capture' && instruction.balances !== null)
  );
}
