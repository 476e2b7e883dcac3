/** Variables of a process, by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What git sees of the outside. Everything named GIT_* goes: the hooks of a running git would otherwise point
 * us at their own repository, and configuration could be slipped in. Asking, writing and the network are shut.
 */
export function gitEnvironment(variables: Variables, home: string | null): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value !== undefined && !/^GIT_/i.test(name)) kept[name] = value;
  }
  if (home !== null) {
    kept.HOME = home;
    kept.USERPROFILE = home;
    delete kept.XDG_CONFIG_HOME;
  }
  return {
    ...kept,
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    // A list that holds no protocol: stronger than protocol.allow, which a repository's own settings can widen.
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_PAGER: '',
  };
}

/** Settings that win over the repository's own: no program that it names is started. */
export const HARDENED: readonly string[] = [
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.quotePath=false',
  '-c',
  'diff.ignoreSubmodules=all',
  '-c',
  'log.showSignature=false',
  '-c',
  'protocol.allow=never',
];

/** Settings as variables: unlike with `-c`, a name may hold an equals sign. */
export function settingVariables(settings: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(settings);
  const variables: Record<string, string> = {};
  if (entries.length > 0) variables.GIT_CONFIG_COUNT = String(entries.length);
  for (const [index, [name, value]] of entries.entries()) {
    variables[`GIT_CONFIG_KEY_${index}`] = name;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return variables;
}
