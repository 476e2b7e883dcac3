import type { Touch } from './plan.ts';

/** What a person or a formatter makes of an agent's text before it is committed. */
export function touched(text: string, touch: Touch): string {
  return touch === 'format' ? formatted(text) : edited(text);
}

/** Wider indentation, other quotes: the same code. */
function formatted(text: string): string {
  return text
    .split('\n')
    .map(line => line.replace(/^(?: {4})+/, indent => indent.replaceAll('    ', '        ')))
    .map(line => (line.includes('"""') || line.includes("'") ? line : line.replaceAll('"', "'")))
    .join('\n');
}

/** Every fourth line that has a number gets another one and a word on why. */
function edited(text: string): string {
  let seen = 0;
  return text
    .split('\n')
    .map(line => {
      if (!/\b\d{2,3}\b/.test(line) || ++seen % 4 !== 0) return line;
      return line.replace(/\b\d{2,3}\b/, number => String(Number(number) + 5));
    })
    .join('\n');
}
