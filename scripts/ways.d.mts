export interface Desktop {
  readonly name: string;
  /** Starts VS Code's command line. */
  readonly program: string;
  readonly args: readonly string[];
  /** What it may see. */
  readonly env: NodeJS.ProcessEnv;
}

/** A way to open VS Code, or one sentence that says why there is none. */
export type Way = { readonly desktop: Desktop } | { readonly why: string };

export function hasDisplay(variables?: NodeJS.ProcessEnv, platform?: NodeJS.Platform): boolean;
export function installedDesktop(variables?: NodeJS.ProcessEnv): Promise<Way>;
export function downloadedDesktop(variables?: NodeJS.ProcessEnv): Promise<Way>;
