import { basename } from 'node:path';
import {
  commands,
  type LogOutputChannel,
  l10n,
  ProgressLocation,
  type TextDocument,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { LineAnswer, LineInFile, WorkerStart } from '../engine/protocol.ts';
import { agentName } from '../model/agentNames.ts';
import { dayAndTimeOf } from './dayAndTime.ts';
import { EngineWorker } from './engineWorker.ts';
import { resumeSession } from './resumeSession.ts';

/** Lines on either side that the answer may need: a formatter spreads one over many. */
const AROUND = 10;

/** Where the command was called from: the menu of a line's number says which. `lineNumber` counts from 1. */
export interface LinePlace {
  readonly uri: Uri;
  readonly lineNumber: number;
}

interface AskOptions {
  /** The bundled worker. */
  readonly script: URL;
  readonly start: WorkerStart;
  readonly log: LogOutputChannel;
}

/** Says which session wrote the line that the cursor is on, and offers the way back to it. */
export async function whichSession(
  place: LinePlace | undefined,
  options: AskOptions,
  openPanel: string,
): Promise<void> {
  const line = await lineToAsk(place);
  if (line === null) {
    void window.showInformationMessage(l10n.t('Put the cursor on a line of a file on this machine first.'));
    return;
  }
  const answer = await ask(line, options);
  if (answer === null) {
    void window.showWarningMessage(
      l10n.t('What was read of sessions could not be looked up. The log tells why.'),
    );
    return;
  }
  const resume = l10n.t('Resume Session');
  const open = l10n.t('Open Panel');
  const offers = answer.found === 'session' && answer.resumption.state === 'ready' ? [resume, open] : [open];
  const chosen = await window.showInformationMessage(lineAnswerText(answer, line.path), ...offers);
  if (chosen === open) await commands.executeCommand(openPanel);
  if (chosen === resume && answer.found === 'session')
    await resumeSession(answer.session.agent, answer.resumption);
}

/** By a worker that lives for one question; `null` where it could not answer. */
async function ask(line: LineInFile, { script, start, log }: AskOptions): Promise<LineAnswer | null> {
  const title = l10n.t('Looking for the session of this line');
  return window.withProgress({ location: ProgressLocation.Window, title }, async () => {
    const worker = new EngineWorker(script, start, log);
    try {
      return await worker.functions.whoWrote(line);
    } catch (error) {
      log.error(`no answer for a line: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    } finally {
      await worker.stop();
    }
  });
}

async function lineToAsk(place: LinePlace | undefined): Promise<LineInFile | null> {
  const editor = window.activeTextEditor;
  const document = place === undefined ? editor?.document : await workspace.openTextDocument(place.uri);
  const line = place === undefined ? editor?.selection.active.line : place.lineNumber - 1;
  if (document === undefined || line === undefined || document.uri.scheme !== 'file') return null;
  if (line < 0 || line >= document.lineCount) return null;
  return {
    path: document.uri.fsPath,
    before: textOf(document, line - AROUND, line),
    text: document.lineAt(line).text,
    after: textOf(document, line + 1, line + 1 + AROUND),
  };
}

function textOf(document: TextDocument, from: number, to: number): string[] {
  const lines: string[] = [];
  for (let i = Math.max(0, from); i < Math.min(to, document.lineCount); i++)
    lines.push(document.lineAt(i).text);
  return lines;
}

function lineAnswerText(answer: LineAnswer, path: string): string {
  switch (answer.found) {
    case 'none':
      return l10n.t('This line is not from a session that AI Impact has read.');
    case 'too common':
      return l10n.t('This line is too common to tell which session wrote it.');
    case 'nothing read':
      return l10n.t('No logs of agents have been read yet.');
    case 'session':
      return [sayWho(answer, path), ...sayTitle(answer), ...sayGone(answer)].join(' ');
  }
}

type Found = Extract<LineAnswer, { found: 'session' }>;

function sayWho({ session, at, evidence, confidence }: Found, path: string): string {
  const who = agentName(session.agent);
  const when = dayAndTimeOf(at);
  switch (evidence) {
    case 'exact':
      return confidence === 'solid'
        ? l10n.t('{0} wrote this line on {1}.', who, when)
        : l10n.t('Probably {0} wrote this line, on {1}.', who, when);
    case 'set anew':
      return l10n.t(
        'Probably {0} wrote this line, on {1}; it was set anew or lightly edited since.',
        who,
        when,
      );
    case 'edited since':
      return l10n.t('Perhaps {0} wrote this line, on {1}; it was edited since.', who, when);
    case 'may have stood':
      return l10n.t(
        '{0} wrote {2} anew as a whole on {1}; this line may have stood there before.',
        who,
        when,
        basename(path),
      );
    case 'around':
      return l10n.t(
        'This line is too common to tell by itself; what is around it was written by {0} on {1}.',
        who,
        when,
      );
    case 'another file':
      return l10n.t('Perhaps {0}: it wrote the same lines in another file on {1}.', who, when);
  }
}

function sayTitle({ title }: Found): string[] {
  return title === null ? [] : [l10n.t('Session: “{0}”.', title)];
}

function sayGone({ session, resumption }: Found): string[] {
  return resumption.state === 'gone'
    ? [l10n.t('The conversation was deleted from the logs of {0} since.', agentName(session.agent))]
    : [];
}
