/** Kinds of findings of which there are years, and of which nearly always only some parts are asked for. */
export type KindWithColumns = 'session' | 'piece';

/**
 * Parts of a finding's text that are asked of all of them: as indexes they are read without the text. Numbers are whole;
 * shares are taken as text, so that they are the same to the last bit. Used by a migration: what has shipped is not
 * edited.
 */
export const FINDING_COLUMNS: Readonly<Record<KindWithColumns, string>> = {
  session: parts('session', 'repository', 'outcome', 'counted', 'living', 'lastEditAt'),
  piece: parts(
    ...['id', 'repository', 'sessions', 'outcome', 'counted', 'lastAt', 'shippedAt', 'fresh', 'living'],
    ...['diagnosed', 'still.oldEnough', 'still.kept'],
  ),
};

function parts(...names: string[]): string {
  return names.map(name => `json_extract(value, '$.${name}')`).join(', ');
}
