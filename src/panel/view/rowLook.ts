import { css } from 'lit';

/** A row: what it is, what became of it, what it took; where from beneath; why in place. */
export const rowLook = css`
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto minmax(4.5em, auto) auto;
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
  .what {
    grid-column: 1 / 3;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 4px 16px;
    min-width: 0;
  }
  .title {
    font-size: 13px;
    font-weight: 500;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
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
    grid-template-columns: 8.5em minmax(0, 1fr);
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
  /* The title shares its line with the chip, where from with what it took; what can be done has a line of its own. */
  @media (max-width: 800px) {
    section {
      display: block;
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 2px 12px;
    }
    header {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .named {
      grid-column: 1;
    }
    .unit {
      grid-column: 2;
    }
    .what {
      flex-basis: 100%;
      align-items: baseline;
    }
    .meta {
      order: 1;
      flex: 1 1 0;
      min-width: 40%;
    }
    .amount {
      order: 2;
    }
    .note,
    .nudge {
      order: 3;
      flex-basis: 100%;
    }
    .acts {
      order: 4;
      flex-basis: 100%;
      flex-wrap: wrap;
      justify-content: start;
      gap: 4px 12px;
      margin-top: 4px;
    }
    .why {
      order: 5;
      flex-basis: 100%;
    }
  }
  @media (max-width: 640px) {
    .why div {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
