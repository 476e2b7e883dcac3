import type { Instant } from '../../model/records.ts';
import { filledString, record } from '../json/looseJson.ts';
import { absolutePath } from '../tools/filePath.ts';

/** An edit that was made and that its person may still take back. */
export interface HeldEdit {
  /** Of the tool's call. */
  readonly id: string;
  readonly execution: string;
  readonly path: string | null;
  readonly at: Instant;
  readonly isNew: boolean;
  readonly digest: number | null;
}

/** What a person was asked about. */
interface Question {
  readonly id: string;
  readonly execution: string;
  readonly call: string | null;
  readonly files: readonly string[];
}

export interface ReviewState {
  readonly held: readonly HeldEdit[];
  readonly open: readonly Question[];
  readonly refused: readonly Question[];
}

export interface Verdict {
  readonly kept: readonly HeldEdit[];
  readonly takenBack: readonly HeldEdit[];
}

const MOST = 256;

/** Edits between being made and being accepted or rejected. */
export class KiroReview {
  #held: HeldEdit[];
  #open: Question[];
  #refused: Question[];

  constructor(state: ReviewState | null) {
    this.#held = [...(state?.held ?? [])];
    this.#open = [...(state?.open ?? [])];
    this.#refused = [...(state?.refused ?? [])];
  }

  state(): ReviewState {
    return { held: this.#held, open: this.#open, refused: this.#refused };
  }

  /** Whether something is being asked about an execution. */
  asks(execution: string): boolean {
    return this.#open.some(question => question.execution === execution);
  }

  hold(edit: HeldEdit): void {
    this.#held.push(edit);
  }

  ask(id: string, execution: string, payload: Record<string, unknown>, cwd: string | null): void {
    this.#open = [...this.#open, question(id, execution, payload, cwd)].slice(-MOST);
  }

  /** A person has answered; what that was about and has not been done yet is known when it is done. */
  answer(execution: string, payload: Record<string, unknown>, cwd: string | null): Verdict {
    const own = question('', execution, payload, cwd);
    const id = idOf(payload);
    const asked =
      this.#open.find(each => each.id === id) ??
      this.#open.find(each => own.call !== null && each.call === own.call) ??
      this.#open.findLast(each => each.execution === execution);
    this.#open = this.#open.filter(each => each !== asked);
    const about = own.call !== null || own.files.length > 0 ? own : (asked ?? own);
    const chosen = this.#held.filter(edit => isAbout(about, edit));
    this.#held = this.#held.filter(edit => !chosen.includes(edit));
    if (!/reject|deny|decline|discard|undo/i.test(filledString(payload.selectedOption) ?? ''))
      return { kept: chosen, takenBack: [] };
    this.#refused = [...this.#refused, about].slice(-MOST);
    return { kept: [], takenBack: chosen };
  }

  /** Whether a call was rejected before it was made. */
  isRefused(edit: Pick<HeldEdit, 'id' | 'execution' | 'path'>): boolean {
    return this.#refused.some(each => (each.call !== null || each.files.length > 0) && isAbout(each, edit));
  }

  /** Nothing can be taken back any more. */
  over(execution: string | null): readonly HeldEdit[] {
    const over = (each: { execution: string }) => execution === null || each.execution === execution;
    const kept = this.#held.filter(over);
    this.#held = this.#held.filter(each => !over(each));
    this.#open = this.#open.filter(each => !over(each));
    this.#refused = this.#refused.filter(each => !over(each));
    return kept;
  }
}

function isAbout(about: Question, edit: Pick<HeldEdit, 'id' | 'execution' | 'path'>): boolean {
  if (about.call !== null) return about.call === edit.id;
  if (about.files.length > 0) return edit.path !== null && about.files.includes(edit.path);
  return about.execution === edit.execution;
}

export function idOf({
  interactionId,
  pendingInteractionId,
  requestId,
}: Record<string, unknown>): string | null {
  return filledString(interactionId) ?? filledString(pendingInteractionId) ?? filledString(requestId);
}

function question(
  id: string,
  execution: string,
  { toolCallId, files }: Record<string, unknown>,
  cwd: string | null,
): Question {
  const named = (Array.isArray(files) ? files : []).flatMap((file: unknown) => {
    const { path, filePath, file: other } = record(file);
    const name = filledString(file) ?? filledString(path) ?? filledString(filePath) ?? filledString(other);
    return name === null ? [] : (absolutePath(name, cwd) ?? []);
  });
  return { id, execution, call: filledString(toolCallId), files: named };
}
