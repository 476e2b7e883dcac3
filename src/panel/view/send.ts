import type { PageMessage } from '../protocol.ts';

/** The one event by which a part of the page asks the extension for something. */
export class SendEvent extends Event {
  static readonly type = 'ai-impact-send';
  readonly message: PageMessage;

  constructor(message: PageMessage) {
    super(SendEvent.type, { bubbles: true, composed: true });
    this.message = message;
  }
}
