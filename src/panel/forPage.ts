import type { PanelState } from './protocol.ts';

/** Leaves out what the page does not draw: less to copy, and fewer names in it. */
export function forPage(state: PanelState): PanelState {
  const { report: whole } = state;
  if (whole === null) return state;
  return {
    ...state,
    report: {
      generatedAt: whole.generatedAt,
      timeZone: whole.timeZone,
      window: whole.window,
      filter: whole.filter,
      choices: whole.choices,
      outcomes: whole.outcomes,
      weeks: whole.weeks,
      coverage: whole.coverage,
      corrections: whole.corrections,
      figures: whole.figures,
      nudges: whole.nudges,
      quietNudges: whole.quietNudges,
      pieces: whole.pieces,
      rest: whole.rest,
      usage: { total: whole.usage.total, byAgent: whole.usage.byAgent },
      sources: whole.sources.map(({ agent, status, files, skipped, reason, looked }) => {
        return { agent, status, files, skipped, reason, looked };
      }),
      repos: whole.repos.map(({ root, shippingRef, lastHeard, production }) => {
        return { root, shippingRef, lastHeard, production };
      }),
      sessions: whole.sessions.map(({ id, agent, endedAt, corrected }) => ({
        id,
        agent,
        endedAt,
        corrected,
      })),
    },
  };
}
