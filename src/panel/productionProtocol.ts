import * as v from 'valibot';
import { PRODUCTION_KINDS, PRODUCTION_SAID } from '../model/production.ts';

// What page and host tell one another of production.

const sign = { kind: v.picklist(PRODUCTION_KINDS), branch: v.nullable(v.string()) };

/** What the person says of refs of one kind; `repo` as the report has it. */
export const sayProduction = v.object({
  type: v.literal('sayProduction'),
  repo: v.string(),
  ...sign,
  said: v.picklist(PRODUCTION_SAID),
});

export const takeBackProduction = v.object({ type: v.literal('takeBackProduction'), word: v.number() });

export const productionOfReport = v.array(
  v.object({
    ...sign,
    newest: v.string(),
    count: v.number(),
    said: v.nullable(v.picklist(PRODUCTION_SAID)),
    word: v.nullable(v.number()),
  }),
);
