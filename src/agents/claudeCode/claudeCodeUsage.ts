import type { Tokens } from '../../model/tokens.ts';
import { countAt } from '../json/jsonFields.ts';
import { ArrayWalk, keyOf, ObjectWalk, stringKey } from '../json/jsonWalk.ts';

const KEY = {
  input: keyOf('input_tokens'),
  output: keyOf('output_tokens'),
  outputDetails: keyOf('output_tokens_details'),
  thinking: keyOf('thinking_tokens'),
  cacheRead: keyOf('cache_read_input_tokens'),
  cacheWrite: keyOf('cache_creation_input_tokens'),
  cacheCreation: keyOf('cache_creation'),
  fiveMinutes: keyOf('ephemeral_5m_input_tokens'),
  oneHour: keyOf('ephemeral_1h_input_tokens'),
  iterations: keyOf('iterations'),
  type: keyOf('type'),
  speed: keyOf('speed'),
  tier: keyOf('service_tier'),
} as const;
const ADVISOR = keyOf('advisor_message');
/** How a reply is served at its list price. */
const STANDARD = keyOf('standard');
const NULL_BEGINS = 110;

/** Reads a `usage` object. Its parts do not overlap, except that reasoning is part of output. */
export class UsageReader {
  /** Positions of the `advisor_message` entries, which are calls of their own and not in the totals. */
  readonly advisors: number[] = [];
  /** It was served faster, sooner or later than usual, for which the list price does not hold. */
  special = false;
  readonly #usage = new ObjectWalk();
  readonly #part = new ObjectWalk();
  readonly #list = new ArrayWalk();

  /** The position after the object that was read last. */
  get at(): number {
    return this.#usage.valueEnd();
  }

  /** @returns `null` where it holds no number that we know: a format newer than this reader */
  read(buffer: Buffer, start: number, end: number): Tokens | null {
    this.advisors.length = 0;
    this.special = false;
    const walk = this.#usage;
    let input: number | null = null;
    let output: number | null = null;
    let cacheRead: number | null = null;
    let written: number | null = null;
    let fiveMinutes: number | null = null;
    let oneHour: number | null = null;
    let reasoning: number | null = null;
    walk.open(buffer, start, end);
    while (walk.next()) {
      const value = walk.value;
      switch (walk.key) {
        case KEY.input:
          input = countAt(buffer, value, end);
          break;
        case KEY.output:
          output = countAt(buffer, value, end);
          break;
        case KEY.cacheRead:
          cacheRead = countAt(buffer, value, end);
          break;
        case KEY.cacheWrite:
          written = countAt(buffer, value, end);
          break;
        case KEY.cacheCreation:
          fiveMinutes = this.#member(buffer, value, end, KEY.fiveMinutes);
          oneHour = this.#member(buffer, value, end, KEY.oneHour);
          break;
        case KEY.outputDetails:
          reasoning = this.#member(buffer, value, end, KEY.thinking);
          break;
        case KEY.speed:
        case KEY.tier:
          if (buffer[value] !== NULL_BEGINS && stringKey(buffer, value, end) !== STANDARD)
            this.special = true;
          break;
        case KEY.iterations:
          this.#findAdvisors(buffer, value, end);
          break;
      }
    }
    if (walk.broken || (input === null && output === null && cacheRead === null && written === null))
      return null;
    const split = (fiveMinutes ?? 0) + (oneHour ?? 0);
    // The total was 0 beside a filled split in some versions, and the split is missing in others.
    const unsplit = Math.max(0, (written ?? 0) - split);
    const known = written !== null || fiveMinutes !== null || oneHour !== null;
    return {
      input,
      cacheRead,
      cacheWrite5m: known ? (fiveMinutes ?? 0) + unsplit : null,
      cacheWrite1h: known ? (oneHour ?? 0) : null,
      output,
      reasoning,
    };
  }

  #member(buffer: Buffer, start: number, end: number, key: number): number | null {
    const part = this.#part;
    part.open(buffer, start, end);
    while (part.next()) if (part.key === key) return countAt(buffer, part.value, end);
    return null;
  }

  #findAdvisors(buffer: Buffer, start: number, end: number): void {
    const list = this.#list;
    list.open(buffer, start, end);
    while (list.next()) {
      const part = this.#part;
      part.open(buffer, list.value, end);
      while (part.next()) {
        if (part.key !== KEY.type) continue;
        if (stringKey(buffer, part.value, end) === ADVISOR) this.advisors.push(list.value);
        break;
      }
    }
  }
}
