import { css } from 'lit';

/** What every chart shares: a baseline, what is told of a mark, and its table in its place where the page is narrow. */
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
  .wide {
    display: block;
  }
  .narrow {
    display: none;
  }
  @media (max-width: 640px) {
    .wide {
      display: none;
    }
    .narrow {
      display: table;
    }
  }
`;
