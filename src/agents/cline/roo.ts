import type { Agent } from '../agent.ts';
import { clineTasks } from './clineTasks.ts';
import { clineTitle } from './clineTitle.ts';

const AGENT = 'roo';

/** Roo Code, which was made of Cline and counts otherwise. */
export const roo: Agent = {
  id: AGENT,
  quality: 'exact',
  stores: [
    clineTasks(AGENT, ['rooveterinaryinc.roo-cline', 'rooveterinaryinc.roo-code-nightly'], 'inside', {
      setting: 'roo-cline.customStoragePath',
    }),
  ],
  title: clineTitle,
};
