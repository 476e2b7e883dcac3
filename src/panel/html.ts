export interface DocumentParts {
  /** Where styles, images and fonts of the page may come from; `Webview.cspSource`. */
  readonly cspSource: string;
  /** Of the page's script, as the webview can load it. */
  readonly script: string;
  /** New for each document. */
  readonly nonce: string;
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
}

/** The page's document: it runs one script of ours and can reach nothing else. */
export function panelDocument(parts: DocumentParts): string {
  const { cspSource, nonce } = parts;
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `img-src ${cspSource} data:`,
    `font-src ${cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(parts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(parts.title)}</title>
</head>
<body>
<script type="module" nonce="${escaped(nonce)}" src="${escaped(parts.script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
