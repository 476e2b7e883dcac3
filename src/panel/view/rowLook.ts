import { css } from 'lit';

/** A row: what it is, what became of it, what it took; where from beneath; why in place. */
export const rowLook = css`
  .row {
    display: grid;
    grid-template-columns: 1fr auto 8.5em auto;
    gap: 2px 16px;
    align-items: center;
    padding: 8px 0;
    border-top: 1px solid var(--vscode-panel-border);
  }
  .row:last-child {
    border-bottom: 1px solid var(--vscode-panel-border);
  }
  .title {
    font-size: 13px;
    font-weight: 500;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 0 8px;
    line-height: 18px;
    font-size: 12px;
    white-space: nowrap;
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border));
    border-radius: 10px;
  }
  .chip .swatch {
    width: 8px;
    height: 8px;
  }
  .amount {
    text-align: end;
    white-space: nowrap;
  }
  .meta {
    grid-column: 1 / -1;
    overflow-wrap: anywhere;
  }
  .why {
    grid-column: 1 / -1;
    display: grid;
    gap: 4px;
    margin-top: 6px;
    padding: 10px 14px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 3px;
    background: var(--vscode-textBlockQuote-background);
  }
  .why div {
    display: grid;
    grid-template-columns: 8.5em 1fr;
    gap: 0 12px;
  }
  .why dt {
    color: var(--vscode-foreground);
    font-weight: 500;
  }
  .links {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
  }
  .after {
    padding-top: 10px;
  }
  @media (max-width: 640px) {
    .row {
      grid-template-columns: 1fr auto;
    }
    .title {
      white-space: normal;
    }
    .chip {
      justify-self: end;
      align-self: start;
    }
    .amount {
      text-align: start;
    }
    .acts {
      justify-self: end;
    }
    .meta {
      grid-row: 2;
    }
    .why div {
      grid-template-columns: 1fr;
    }
  }
`;
