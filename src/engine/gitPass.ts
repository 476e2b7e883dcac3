/** What one reading of git is to look at. */
export interface GitPass {
  /** Repositories that may have changed, by common dir; `null` for all. */
  readonly changed: ReadonlySet<string> | null;
  /** Further folders whose repositories are read though no session names them. */
  readonly folders: readonly string[];
  /** Only those folders' repositories are read, whatever sessions name. */
  readonly onlyFolders?: boolean;
  /** Branches on which work counts as shipped too: see `namedShippingRefs`. */
  readonly shippingRefs?: readonly string[];
  /** Folders that git is not asked about, for only windows in Restricted Mode have them open. */
  readonly restricted?: readonly string[];
  /**
   * Told in which folders a push, commit or fetch leaves a trace, each with the common dir of its repository: before any
   * repository is read, so that what happens meanwhile is seen, and again at the end.
   */
  readonly watch?: (folders: ReadonlyMap<string, string>) => void;
  readonly signal?: AbortSignal;
}
