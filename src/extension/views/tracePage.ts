/** Where the page of the trace view gets its parts from. */
export interface PageParts {
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** Lets the page's script in. */
  readonly nonce: string;
  /** Lets one probing style element of the component toolkit in, by which it learns whether `:focus-visible` is known. */
  readonly styleNonce: string;
  readonly scriptUri: string;
  readonly styleUris: readonly string[];
}

/**
 * The page of the trace view: no network, no inline code, one script with a nonce. The components style themselves through constructed
 * style sheets, which need no `unsafe-inline`.
 */
export function tracePage(parts: PageParts): string {
  const { cspSource, nonce, styleNonce } = parts;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${styleNonce}'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
  ].join('; ');
  const styles = parts.styleUris.map((uri) => `\n    <link rel="stylesheet" href="${escapeAttribute(uri)}">`).join('');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
    <meta property="csp-nonce" content="${escapeAttribute(styleNonce)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Provision on Demand</title>${styles}
  </head>
  <body>
    <script nonce="${escapeAttribute(nonce)}" src="${escapeAttribute(parts.scriptUri)}"></script>
  </body>
</html>
`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
