import { css } from 'lit';

/** What every chart shares: a baseline, and what is told of a mark. */
export const chartLook = css`
  .base {
    stroke: color-mix(in srgb, var(--vscode-descriptionForeground) 45%, transparent);
  }
  .box {
    position: relative;
    border-radius: 2px;
  }
  .told {
    min-height: 18px;
    margin: 4px 0 -22px;
  }
  .foot .told {
    margin: 0;
  }
  @media (max-width: 640px) {
    .wide {
      display: none;
    }
  }
`;
