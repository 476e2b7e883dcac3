import { css } from 'lit';

/** What every part of the page shares: rhythm, type and controls. Colours are the theme's own, never ours. */
export const look = css`
  :host {
    display: block;
    /* Names that others gave may be longer than any line. */
    overflow-wrap: anywhere;
  }
  th {
    overflow-wrap: normal;
  }
  * {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  h1,
  h2 {
    font-size: 13px;
    font-weight: 600;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 10px;
    margin-bottom: 10px;
  }
  header .end {
    margin-left: auto;
  }
  /* For screen readers alone. */
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .quiet {
    color: var(--vscode-descriptionForeground);
    font-size: 12px;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 1px solid transparent;
    border-radius: 3px;
    padding: 0;
    text-align: start;
    cursor: pointer;
  }
  button:focus-visible,
  [tabindex]:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  .link {
    border: 0;
    color: var(--vscode-textLink-foreground);
  }
  .link:hover {
    color: var(--vscode-textLink-activeForeground);
    text-decoration: underline;
  }
  .button {
    padding: 3px 10px;
    color: var(--vscode-button-secondaryForeground);
    background: var(--vscode-button-secondaryBackground);
    border-color: var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
    white-space: nowrap;
  }
  .button:hover {
    background: var(--vscode-button-secondaryHoverBackground);
  }
  .primary {
    color: var(--vscode-button-foreground);
    background: var(--vscode-button-background);
  }
  .primary:hover {
    background: var(--vscode-button-hoverBackground);
  }
  table {
    border-collapse: collapse;
    width: 100%;
  }
  th,
  td {
    text-align: start;
    font-weight: 400;
    padding: 5px 12px 5px 0;
    border-top: 1px solid var(--vscode-panel-border);
    vertical-align: baseline;
  }
  thead th {
    color: var(--vscode-descriptionForeground);
    border-top: 0;
  }
  .number {
    text-align: end;
    white-space: nowrap;
  }
  th.number {
    white-space: normal;
  }
  th:last-child,
  td:last-child {
    padding-right: 0;
  }
`;
