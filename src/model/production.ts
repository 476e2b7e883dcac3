/** What refs are taken for production by: all tags of versions, all tags named like a deployment, one branch. */
export const PRODUCTION_KINDS = ['release tags', 'deploy tags', 'deploy branch'] as const;

export type ProductionKind = (typeof PRODUCTION_KINDS)[number];

/** One kind of refs: what a person says of it holds for those that are yet to come. */
export interface ProductionSign {
  readonly kind: ProductionKind;
  /** Its name without the remote; `null` for tags. */
  readonly branch: string | null;
}

export const PRODUCTION_SAID = ['production', 'not production'] as const;

export type ProductionSaid = (typeof PRODUCTION_SAID)[number];

/** The refs of one kind that a repository has. */
export interface ProductionRefs extends ProductionSign {
  /** Full name of the newest. */
  readonly newest: string;
  /** How many there are. */
  readonly count: number;
}

/** By what a repository tells what is in production; also what the person said does not. */
export interface ProductionReport extends ProductionRefs {
  /** `null`: they are taken for production by their names, and nobody has confirmed it. */
  readonly said: ProductionSaid | null;
  /** By which it is taken back; `null` where nothing was said. */
  readonly word: number | null;
}

export function isSameSign(a: ProductionSign, b: ProductionSign): boolean {
  return a.kind === b.kind && a.branch === b.branch;
}
