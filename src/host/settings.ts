import { ConfigurationTarget, EventEmitter, workspace } from 'vscode';
import type { Settings } from '../model/settings.ts';
import { Disposable } from './disposable.ts';

const SECTION = 'aiImpact';

/** What the person has set, and news of it. */
export class SettingsSource extends Disposable {
  readonly #changed = this._register(new EventEmitter<Settings>());
  readonly onDidChange = this.#changed.event;

  constructor() {
    super();
    this._register(
      workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(SECTION)) this.#changed.fire(this.current);
      }),
    );
  }

  get current(): Settings {
    const settings = workspace.getConfiguration(SECTION);
    return {
      enabled: settings.get('enabled', true),
      badge: settings.get('badge', 'state'),
      plan: settings.get('plan', 'unknown'),
      repositories: settings.get('repositories', 'worked in'),
      shippingRefs: textsIn(settings.get<unknown>('shippingRefs', [])),
      nudges: settings.get('nudges', 'panel'),
      plans: settings.get<unknown>('plans', []),
    };
  }

  async setPlan(plan: Settings['plan']): Promise<void> {
    await workspace.getConfiguration(SECTION).update('plan', plan, ConfigurationTarget.Global);
  }
}

/** Settings are written by hand: what is no text is passed over. */
function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
}
