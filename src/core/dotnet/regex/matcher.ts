import { anchorHolds } from './anchors.ts';
import { equalIgnoringCase } from './caseEquivalence.ts';
import type { CharacterSet } from './characterSet.ts';
import type { Instruction, Program } from './program.ts';

/** A stretch of the input, in UTF-16 units. */
export interface Span {
  readonly index: number;
  readonly length: number;
}

/**
 * How a search ended. `limit`: the step budget was used up, so there is no answer. `unsupported`: a balancing group stands left of what it
 * takes back, where .NET records a capture of negative length.
 */
export type SearchOutcome = 'matched' | 'failed' | 'limit' | 'unsupported';

const none = -1;
/** The cells of one way back: instruction, position, height of the trail, and how often a single-character loop can still change. */
const wayBackSize = 4;
/** In the last cell of a way back that simply goes on at its instruction. */
const goOn = -1;

/**
 * Runs a program over one input by backtracking, with its own stacks, so that neither a long input nor a deep pattern can overflow
 * JavaScript's, and with a budget of steps for all its searches together, so that no pattern runs away. A step is an instruction, a
 * character looked at, or a capture handed out.
 */
export class Matcher {
  readonly #program: Program;
  readonly #input: string;
  #stepsLeft: number;
  readonly #registers: number[];
  /** Pairs of register and value before, so that a way back finds the registers as they were. */
  readonly #trail: number[] = [];
  readonly #waysBack: number[] = [];
  /** How much of the two stacks is in use. Counted, because to shorten an array again and again is slow. */
  #trailHeight = 0;
  #waysBackHeight = 0;
  /** Captures, each a triple of index, length and the capture of the same group before it. Groups hold positions in this list. */
  #captures: number[] = [];
  #position = 0;
  #searchStart = 0;
  #sawNegativeCapture = false;

  constructor(program: Program, input: string, stepBudget: number) {
    this.#program = program;
    this.#input = input;
    this.#stepsLeft = stepBudget;
    this.#registers = new Array<number>(program.registerCount).fill(none);
  }

  /** Where the last search stopped: the end of its match, or where it gave up. */
  get position(): number {
    return this.#position;
  }

  /** Takes steps from the budget for work done elsewhere. False when there are not so many left. */
  spend(steps: number): boolean {
    this.#stepsLeft -= steps;
    return this.#stepsLeft >= 0;
  }

  /** The captures of a group in the match just found, oldest first. None when the group took no part or all were taken back. */
  captures(slot: number): readonly Span[] {
    const spans: Span[] = [];
    for (let at = this.#registers[slot] ?? none; at !== none; at = this.#captures[at + 2] ?? none) {
      spans.push({ index: this.#captures[at] ?? 0, length: this.#captures[at + 1] ?? 0 });
    }
    return spans.reverse();
  }

  /** The last capture of a group in the match just found. */
  lastCapture(slot: number): Span | null {
    const at = this.#registers[slot] ?? none;
    return at === none ? null : { index: this.#captures[at] ?? 0, length: this.#captures[at + 1] ?? 0 };
  }

  /**
   * Finds the first match that begins at `from` or later. `searchStart` is what `\G` means: the end of the previous match, which is one
   * before `from` when that match was empty.
   */
  search(from: number, searchStart: number): SearchOutcome {
    const { leadingAnchor, leadingLoop } = this.#program;
    this.#searchStart = searchStart;
    this.#forget();
    for (let start = from; start <= this.#input.length; start++) {
      if (leadingAnchor === 'beginning' && start > 0) return 'failed';
      if (leadingAnchor === 'matchStart' && start > searchStart) return 'failed';
      const outcome = this.#matchAt(start);
      if (outcome !== 'failed') return outcome;
      if (leadingLoop !== null) start = this.#runEnd(leadingLoop, start);
    }
    return 'failed';
  }

  /** Resets everything that the search before left behind. */
  #forget(): void {
    this.#undo(0);
    this.#waysBackHeight = 0;
    this.#captures = [];
  }

  #runEnd(set: CharacterSet, start: number): number {
    let end = start;
    while (end < this.#input.length && set.has(this.#input.charCodeAt(end))) end++;
    this.#stepsLeft -= end - start;
    return end;
  }

  #matchAt(start: number): SearchOutcome {
    const { instructions } = this.#program;
    this.#position = start;
    let next = 0;
    for (;;) {
      if (--this.#stepsLeft < 0) return 'limit';
      const instruction = instructions[next];
      if (instruction === undefined || instruction.op === 'matched') {
        this.#addCapture(0, start, this.#position);
        return 'matched';
      }
      next = this.#execute(instruction, next);
      if (this.#sawNegativeCapture) return 'unsupported';
      while (next === none) {
        if (this.#waysBackHeight === 0) {
          this.#undo(0);
          return 'failed';
        }
        if (--this.#stepsLeft < 0) return 'limit';
        next = this.#goBack();
      }
    }
  }

  /** Carries out one instruction. The index of the next one, or `none` when it fails. */
  #execute(instruction: Instruction, at: number): number {
    switch (instruction.op) {
      case 'text':
        return this.#takeText(instruction.text, instruction.back) ? at + 1 : none;
      case 'set':
        return this.#take(instruction.set, 1, instruction.back) === 1 ? at + 1 : none;
      case 'setLoop':
        return this.#startSetLoop(instruction, at);
      case 'anchor':
        return anchorHolds(instruction.anchor, this.#input, this.#position, this.#searchStart) ? at + 1 : none;
      case 'backreference':
        return this.#takeCapture(instruction.slot, instruction.ignoreCase, instruction.back) ? at + 1 : none;
      case 'split':
        this.#addWayBack(instruction.other, goOn);
        return at + 1;
      case 'jump':
        return instruction.target;
      case 'fail':
        return none;
      case 'savePosition':
        this.#set(instruction.register, this.#position);
        return at + 1;
      case 'restorePosition':
        this.#position = this.#registers[instruction.register] ?? 0;
        return at + 1;
      case 'mark':
        this.#set(instruction.register, this.#waysBackHeight);
        return at + 1;
      case 'cut':
        this.#waysBackHeight = this.#registers[instruction.register] ?? 0;
        return at + 1;
      case 'capture':
        return this.#endGroup(instruction.slot, instruction.balances, this.#registers[instruction.register] ?? 0) ? at + 1 : none;
      case 'ifGroup':
        return this.#registers[instruction.slot] === none ? instruction.no : at + 1;
      case 'loopStart':
        this.#set(instruction.register, instruction.begun ? this.#position : none);
        this.#set(instruction.register + 1, instruction.count);
        return at + 1;
      case 'loopEnd':
        return this.#endIteration(instruction, at);
      case 'matched':
        return none;
    }
  }

  #goBack(): number {
    const top = this.#waysBackHeight - wayBackSize;
    const at = this.#waysBack[top] ?? 0;
    this.#position = this.#waysBack[top + 1] ?? 0;
    this.#undo(this.#waysBack[top + 2] ?? 0);
    const left = this.#waysBack[top + 3] ?? goOn;
    this.#waysBackHeight = top;
    if (left === goOn) return at;
    const instruction = this.#program.instructions[at];
    if (instruction?.op === 'setLoop') return this.#changeSetLoop(instruction, at, left);
    return instruction?.op === 'loopEnd' ? this.#iterateLazily(instruction) : at;
  }

  #addWayBack(instruction: number, left: number): void {
    const waysBack = this.#waysBack;
    const top = this.#waysBackHeight;
    waysBack[top] = instruction;
    waysBack[top + 1] = this.#position;
    waysBack[top + 2] = this.#trailHeight;
    waysBack[top + 3] = left;
    this.#waysBackHeight = top + wayBackSize;
  }

  #set(register: number, value: number): void {
    this.#trail[this.#trailHeight++] = register;
    this.#trail[this.#trailHeight++] = this.#registers[register] ?? none;
    this.#registers[register] = value;
  }

  #undo(trailHeight: number): void {
    const trail = this.#trail;
    for (let top = this.#trailHeight - 2; top >= trailHeight; top -= 2) this.#registers[trail[top] ?? 0] = trail[top + 1] ?? none;
    this.#trailHeight = trailHeight;
  }

  /** Moves over up to `limit` characters of the set, and counts them. */
  #take(set: CharacterSet, limit: number, back: boolean): number {
    const input = this.#input;
    const most = Math.min(limit, back ? this.#position : input.length - this.#position);
    let taken = 0;
    if (back) while (taken < most && set.has(input.charCodeAt(this.#position - taken - 1))) taken++;
    else while (taken < most && set.has(input.charCodeAt(this.#position + taken))) taken++;
    this.#position += back ? -taken : taken;
    this.#stepsLeft -= taken;
    return taken;
  }

  #takeText(text: string, back: boolean): boolean {
    const start = back ? this.#position - text.length : this.#position;
    if (start < 0 || start + text.length > this.#input.length) return false;
    for (let index = 0; index < text.length; index++) {
      if (this.#input.charCodeAt(start + index) !== text.charCodeAt(index)) {
        this.#stepsLeft -= index;
        return false;
      }
    }
    this.#stepsLeft -= text.length;
    this.#position = back ? start : start + text.length;
    return true;
  }

  /** A back reference. A group without a capture never matches, unlike in JavaScript. */
  #takeCapture(slot: number, ignoreCase: boolean, back: boolean): boolean {
    const captured = this.lastCapture(slot);
    if (captured === null) return false;
    const { index, length } = captured;
    const start = back ? this.#position - length : this.#position;
    if (start < 0 || start + length > this.#input.length) return false;
    for (let offset = 0; offset < length; offset++) {
      const wanted = this.#input.charCodeAt(index + offset);
      const found = this.#input.charCodeAt(start + offset);
      if (wanted !== found && !(ignoreCase && equalIgnoringCase(wanted, found))) {
        this.#stepsLeft -= offset;
        return false;
      }
    }
    this.#stepsLeft -= length;
    this.#position = back ? start : start + length;
    return true;
  }

  #startSetLoop(loop: Instruction & { op: 'setLoop' }, at: number): number {
    const taken = this.#take(loop.set, loop.lazy ? loop.min : loop.max, loop.back);
    if (taken < loop.min) return none;
    const left = loop.lazy ? loop.max - loop.min : taken - loop.min;
    if (left > 0) this.#addWayBack(at, left);
    return at + 1;
  }

  /** Back in a loop over single characters: a greedy one gives one up, a lazy one takes one more. */
  #changeSetLoop(loop: Instruction & { op: 'setLoop' }, at: number, left: number): number {
    if (!loop.lazy) this.#position += loop.back ? 1 : -1;
    else if (this.#take(loop.set, 1, loop.back) === 0) return none;
    if (left > 1) this.#addWayBack(at, left - 1);
    return at + 1;
  }

  /** An iteration that matched nothing ends the loop once the required ones are done, and its captures stay. */
  #endIteration(loop: Instruction & { op: 'loopEnd' }, at: number): number {
    const begun = this.#registers[loop.register] ?? none;
    const count = this.#registers[loop.register + 1] ?? 0;
    if (count < 0) return this.#iterate(loop, count);
    if (loop.lazy) {
      this.#addWayBack(at, 0);
      return at + 1;
    }
    if (count >= loop.limit || begun === this.#position) return at + 1;
    this.#addWayBack(at + 1, goOn);
    return this.#iterate(loop, count);
  }

  #iterateLazily(loop: Instruction & { op: 'loopEnd' }): number {
    const begun = this.#registers[loop.register] ?? none;
    const count = this.#registers[loop.register + 1] ?? 0;
    return count >= loop.limit || begun === this.#position ? none : this.#iterate(loop, count);
  }

  #iterate(loop: Instruction & { op: 'loopEnd' }, count: number): number {
    this.#set(loop.register, this.#position);
    this.#set(loop.register + 1, count + 1);
    return loop.body;
  }

  /** Ends a group. A balancing group fails when there is nothing to take back, and captures what lies between the two. */
  #endGroup(slot: number | null, balances: number | null, begun: number): boolean {
    let start = Math.min(begun, this.#position);
    let end = Math.max(begun, this.#position);
    if (balances !== null) {
      const at = this.#registers[balances] ?? none;
      if (at === none) return false;
      const earlierStart = this.#captures[at] ?? 0;
      const earlierEnd = earlierStart + (this.#captures[at + 1] ?? 0);
      this.#set(balances, this.#captures[at + 2] ?? none);
      if (start >= earlierEnd) [start, end] = [earlierEnd, start];
      else if (end <= earlierStart) {
        this.#sawNegativeCapture = slot !== null && end < earlierStart;
        start = earlierStart;
      } else [start, end] = [Math.max(start, earlierStart), Math.min(end, earlierEnd)];
    }
    if (slot !== null && !this.#sawNegativeCapture) this.#addCapture(slot, start, end);
    return true;
  }

  #addCapture(slot: number, start: number, end: number): void {
    this.#captures.push(start, end - start, this.#registers[slot] ?? none);
    this.#set(slot, this.#captures.length - 3);
  }
}
