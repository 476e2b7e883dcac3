import { filledString } from '../json/looseJson.ts';

/** `auto` says that another one will be chosen, not which. */
export function realModel(value: unknown): string | null {
  const model = filledString(value);
  return model === 'auto' ? null : model;
}
