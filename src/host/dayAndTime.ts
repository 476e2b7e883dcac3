import { env } from 'vscode';

/** In words of the window's language; English is written as in Britain: days before months. */
export function dayOf(at: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium' }).format(at);
}

/** With the time of day. */
export function dayAndTimeOf(at: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

function language(): string {
  return env.language === 'en' ? 'en-GB' : env.language;
}
