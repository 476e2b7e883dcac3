import type { LedgerProblem } from '../ledger/open.ts';
import type { Problem } from '../model/problem.ts';

/** The ledger's troubles by the names that reach the person. */
export const PROBLEM_OF: Readonly<Record<LedgerProblem, Problem>> = {
  corrupt: 'ledger corrupt',
  // Who wants to write waits for who makes it.
  'not begun': 'ledger busy',
  newer: 'ledger newer',
  'read-only': 'ledger read-only',
  'disk full': 'disk full',
  busy: 'ledger busy',
  'no sqlite': 'no sqlite',
};
