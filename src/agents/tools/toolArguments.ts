import { parsed, record } from '../json/looseJson.ts';

export type ToolArguments = Readonly<Record<string, unknown>>;

/** Arguments as an object: they may come as its JSON text, and those of `apply_patch` as the bare patch. */
export function argumentsOf(value: unknown): ToolArguments {
  if (typeof value !== 'string') return record(value);
  const object = parsed(value);
  return typeof object === 'object' && object !== null ? record(object) : { input: value };
}
