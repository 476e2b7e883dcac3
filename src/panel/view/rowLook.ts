import { css } from 'lit';

/** A row: what it is, what became of it, what it took; where from beneath; why in place. */
export const rowLook = css`
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto minmax(5.5em, auto) auto;
    column-gap: 16px;
  }
  header,
  .rows,
  .row {
    grid-column: 1 / -1;
    display: grid;
    grid-template-columns: subgrid;
  }
  header {
    column-gap: 16px;
  }
  .named {
    grid-column: 1 / 3;
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 10px;
  }
  .unit {
    grid-column: 3;
    text-align: end;
  }
  .row {
    row-gap: 2px;
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
    justify-self: end;
  }
  .chip .swatch {
    width: 8px;
    height: 8px;
  }
  .amount {
    text-align: end;
    white-space: nowrap;
  }
  .acts {
    display: flex;
    align-items: center;
    justify-content: end;
    gap: 12px;
    white-space: nowrap;
  }
  .meta,
  .note {
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
  .more {
    grid-column: 1 / -1;
    padding-top: 10px;
  }
  /* The title shares its line with the chip; what it took and "why" share the line beneath. */
  @media (max-width: 640px) {
    section {
      display: block;
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 12px;
    }
    .row::after {
      content: '';
      order: 1;
      flex-basis: 100%;
    }
    header {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .named {
      grid-column: 1;
    }
    .unit {
      grid-column: 2;
      margin-right: 3em;
    }
    .title {
      flex: 1 1 0;
      min-width: 45%;
      white-space: normal;
    }
    .chip {
      margin-left: auto;
    }
    .meta {
      order: 2;
      flex: 1 1 0;
      min-width: 40%;
    }
    .amount {
      order: 3;
    }
    .acts {
      order: 4;
      flex-wrap: wrap;
      gap: 4px 12px;
      margin-left: auto;
    }
    .note {
      order: 5;
      flex-basis: 100%;
    }
    .nudge {
      order: 5;
      flex-basis: 100%;
    }
    .why {
      order: 6;
      flex-basis: 100%;
    }
    .why div {
      grid-template-columns: 1fr;
    }
  }
`;
