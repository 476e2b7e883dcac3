import { css, html, svg } from 'lit';
import type { LedgerPart } from './ledger.ts';

/** One colour or texture for each outcome; the label beside it always says the same. */
const CLASS: Readonly<Record<LedgerPart, string>> = {
  'in production': 'shipped',
  shipped: 'shipped',
  beyond: 'beyond',
  'in review': 'review',
  pushed: 'pushed',
  committed: 'committed',
  'in progress': 'progress',
  explored: 'explored',
  'outside git': 'outside',
  'set aside': 'aside',
  'rolled back': 'back',
  'repeated itself': 'again',
  unclear: 'unclear',
};

export function markClass(outcome: LedgerPart): string {
  return `mark ${CLASS[outcome]}`;
}

/** Textures. A pattern is only found from within the same shadow root, so each element that uses one has these. */
export const textures = html`<svg class="textures" width="0" height="0" aria-hidden="true">
  <defs>
    <pattern id="hatched" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="thread" width="2" height="5" />
    </pattern>
    <pattern id="dotted" width="5" height="5" patternUnits="userSpaceOnUse">
      <circle class="point" cx="2" cy="2" r="1.2" />
    </pattern>
  </defs>
</svg>`;

export function swatch(outcome: LedgerPart) {
  return html`<svg class="swatch" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
    ${svg`<rect class=${markClass(outcome)} x="0.5" y="0.5" width="9" height="9" />`}
  </svg>`;
}

export const markLook = css`
  .textures {
    position: absolute;
  }
  .swatch {
    flex: none;
  }
  .mark {
    stroke: var(--vscode-contrastBorder, transparent);
    stroke-width: 1;
    fill: none;
  }
  .shipped {
    fill: var(--vscode-charts-green);
  }
  .beyond {
    fill: color-mix(in srgb, var(--vscode-charts-green) 40%, var(--vscode-editor-background));
    stroke: var(--vscode-charts-green);
    stroke-dasharray: 1 2;
  }
  .review {
    fill: var(--vscode-charts-blue);
  }
  .pushed {
    fill: color-mix(in srgb, var(--vscode-charts-blue) 50%, var(--vscode-editor-background));
  }
  .committed {
    fill: var(--vscode-charts-purple);
  }
  .progress {
    fill: var(--vscode-charts-yellow);
  }
  /* VS Code's own themes give this colour as a veil for text, or not at all: seen on its own it must be solid. */
  .back {
    fill: color-mix(
      in srgb,
      rgb(from var(--vscode-charts-orange, var(--vscode-foreground)) r g b / 1) 75%,
      var(--vscode-editor-background)
    );
  }
  .explored {
    fill: color-mix(in srgb, var(--vscode-descriptionForeground) 55%, var(--vscode-editor-background));
  }
  .aside {
    fill: url(#hatched);
  }
  .again {
    fill: url(#dotted);
  }
  .outside {
    stroke: var(--vscode-descriptionForeground);
  }
  /* The tint keeps a narrow part of the bar from being nothing but a few dashes. */
  .unclear {
    fill: color-mix(in srgb, var(--vscode-descriptionForeground) 18%, var(--vscode-editor-background));
    stroke: var(--vscode-descriptionForeground);
    stroke-dasharray: 2 2;
  }
  .aside,
  .again {
    stroke: var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-descriptionForeground) 45%, transparent));
  }
  .thread {
    fill: var(--vscode-descriptionForeground);
  }
  .point {
    fill: var(--vscode-foreground);
  }
`;
