/** What became of a session; exactly one holds. The report's words. */
export const OUTCOMES = [
  'rolled back',
  'in production',
  'shipped',
  'in review',
  'pushed',
  'committed',
  'in progress',
  'set aside',
  'repeated itself',
  'outside git',
  'explored',
  'unclear',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

export type Confidence = 'solid' | 'fair' | 'thin';

/** Said beside an outcome: the person rewrote most of it, and little of what shipped is the agent's. */
export const CHIPS = ['mostly yours'] as const;

export type Chip = (typeof CHIPS)[number];

/** Shipped work that lives on, and work that may still ship. */
export const SHIPPED: readonly Outcome[] = ['in production', 'shipped'];
export const OPEN: readonly Outcome[] = ['in review', 'pushed', 'committed', 'in progress'];
