import type { Locator, Page } from 'playwright-core';

/** How a person reaches what is on a page. */
export interface Hand {
  readonly name: string;
  /** Presses a button or a link. */
  press(target: Locator): Promise<void>;
  /** Takes the next choice but one of a list: the first that is not "all". */
  chooseFirst(select: Locator): Promise<void>;
  /** Types a day, `YYYY-MM-DD`, into a field for one. */
  typeDay(field: Locator, day: string): Promise<void>;
  /** Takes a row of VS Code's own list of choices. */
  pick(label: string | RegExp): Promise<void>;
  /** Answers VS Code's own question. */
  answer(button: string): Promise<void>;
}

/** Stops of the Tab key after which what is looked for is said not to be reached. */
const MOST_STOPS = 250;
const SLOW_MS = 30_000;
const MOST_ROWS = 30;
/** So often in a row, so many milliseconds apart, a row has the focus before it is taken. */
const STEADY = 3;
const STEADY_MS = 50;

export class Mouse implements Hand {
  readonly name = 'the mouse';
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(target: Locator): Promise<void> {
    await target.click();
  }

  async chooseFirst(select: Locator): Promise<void> {
    await select.selectOption({ index: 1 });
  }

  async typeDay(field: Locator, day: string): Promise<void> {
    await field.fill(day);
  }

  async pick(label: string | RegExp): Promise<void> {
    await this.#page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first().click();
  }

  async answer(button: string): Promise<void> {
    await this.#page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true }).click();
  }
}

/** Nothing is pointed at: Tab goes to each thing in turn, Enter presses it. */
export class Keyboard implements Hand {
  readonly name = 'the keyboard alone';
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(target: Locator): Promise<void> {
    await this.#reach(target);
    await this.#page.keyboard.press('Enter');
  }

  async chooseFirst(select: Locator): Promise<void> {
    await this.#reach(select);
    await this.#page.keyboard.press('ArrowDown');
  }

  async typeDay(field: Locator, day: string): Promise<void> {
    await this.#reach(field);
    // Month, day and year are each a stop of their own, in the order of the page's language.
    const [year, month, date] = day.split('-');
    await this.#page.keyboard.type(`${month}${date}${year}`);
  }

  async pick(label: string | RegExp): Promise<void> {
    const row = this.#page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
    await row.waitFor({ timeout: SLOW_MS });
    // A list that is still being filled goes back to its first row.
    let steady = 0;
    for (let step = 0; step < MOST_ROWS && steady < STEADY; step++) {
      if (await has(row, 'focused')) {
        steady++;
        await this.#page.waitForTimeout(STEADY_MS);
      } else {
        steady = 0;
        await this.#page.keyboard.press('ArrowDown');
      }
    }
    await this.#page.keyboard.press('Enter');
  }

  async answer(button: string): Promise<void> {
    const target = this.#page
      .locator('.monaco-dialog-box')
      .getByRole('button', { name: button, exact: true });
    await target.waitFor({ timeout: SLOW_MS });
    for (let step = 0; step < 10 && !(await isFocused(target)); step++)
      await this.#page.keyboard.press('Tab');
    await this.#page.keyboard.press('Enter');
  }

  async #reach(target: Locator): Promise<void> {
    await target.waitFor({ timeout: SLOW_MS });
    // Onward to the end of the page and out of it, then all the way back.
    for (let stop = 0; stop < MOST_STOPS && !(await leftThePage(target)); stop++) {
      if (await isFocused(target)) return;
      await this.#page.keyboard.press('Tab');
    }
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      if (await isFocused(target)) return;
      await this.#page.keyboard.press('Shift+Tab');
    }
    throw new Error(`the keyboard does not reach ${target}`);
  }
}

async function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate(element => element.matches(':focus'));
}

/** The window's own parts have the focus. */
async function leftThePage(target: Locator): Promise<boolean> {
  return target.evaluate(element => !element.ownerDocument.hasFocus());
}

async function has(row: Locator, name: string): Promise<boolean> {
  return row.evaluate((element, wanted) => element.classList.contains(wanted), name);
}
