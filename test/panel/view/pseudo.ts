/** A language in which everything that was translated can be seen: `⟦Öpen ⟧`. Places and marks stay. */
import type { Page } from 'playwright-core';

const OPEN = '⟦';
const CLOSE = '⟧';
const ACCENTS: Readonly<Record<string, string>> = { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', A: 'Á', E: 'É' };

export function pseudo(message: string): string {
  return OPEN + message.replace(/[aeiouAE]/g, letter => ACCENTS[letter]!) + CLOSE;
}

/** What of a text stands outside all brackets, and whether it is messages glued to one another. */
export function judge(text: string): { readonly outside: string; readonly glued: boolean } {
  let depth = 0;
  let outside = '';
  let glued = false;
  let message = '';
  let earlier: string | null = null;
  for (const letter of text) {
    if (letter === OPEN && depth++ === 0) {
      // Two messages in a row are each a whole sentence, or something that a reader sees stands between them.
      if (earlier !== null && outside.trim() === '' && !/[.…?:]$/.test(earlier)) glued = true;
      message = '';
      if (outside.trim() !== '') earlier = null;
    } else if (letter === CLOSE && --depth === 0) earlier = message;
    else if (depth === 0) outside += letter;
    else message += letter;
  }
  return { outside: outside.trim(), glued };
}

/**
 * Every text of the page that a person sees or hears: of each element that holds text itself, all of its text, and
 * its labels. Runs in the page.
 */
export async function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    interface Node {
      readonly nodeType: number;
      readonly textContent: string | null;
      readonly childNodes: Iterable<Node>;
      readonly shadowRoot?: Node | null;
      readonly localName?: string;
      getAttribute?(name: string): string | null;
    }
    const found: string[] = [];
    const visit = (node: Node): void => {
      if (node.localName === 'style' || node.localName === 'script') return;
      for (const name of [
        'aria-label',
        'title',
        'alt',
        'placeholder',
        'aria-description',
        'aria-valuetext',
      ]) {
        const label = node.getAttribute?.(name);
        if (label) found.push(label);
      }
      const children = [...node.childNodes];
      const own = children.filter(child => child.nodeType === 3).map(child => child.textContent ?? '');
      if (own.some(text => text.trim() !== '')) {
        // A sentence with a part in bold is one message over several elements.
        const whole = own.join('').split('⟦').length !== own.join('').split('⟧').length;
        const strongOnly = children.every(child => child.nodeType !== 1 || child.localName === 'strong');
        if (whole || strongOnly) found.push(node.textContent ?? '');
        else found.push(...own.filter(text => text.trim() !== ''));
        if (whole || strongOnly) return;
      }
      for (const child of children) visit(child);
      if (node.shadowRoot) visit(node.shadowRoot);
    };
    const { document } = globalThis as unknown as { document: { body: Node } };
    visit(document.body);
    return found;
  });
}
