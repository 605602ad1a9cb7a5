import assert from 'node:assert/strict';

/** What the browser shows at the end. */
export interface ShownPage {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Plays a person in a browser: opens the sign-in page, enters the user name and lets the page send its answer to the program that asked. */
export async function playBrowser(url: string, username: string): Promise<ShownPage> {
  const page = await shown(await fetch(url));
  const login = formIn(page.text);
  // A page with an error ends here, as it does for people.
  if (!login) return page;
  const next = await submit(new URL(login.action, url).href, {
    ...login.fields,
    username: username || login.fields.username || '',
  });
  const answer = formIn(next.text);
  assert.ok(answer, next.text);
  return submit(answer.action, answer.fields);
}

/** The answer of the authority without sending it: what somebody in between would see. */
export async function heldAnswer(url: string, username: string): Promise<{ action: string; fields: Record<string, string> }> {
  const login = formIn(await (await fetch(url)).text());
  assert.ok(login);
  const next = await submit(new URL(login.action, url).href, { ...login.fields, username });
  const answer = formIn(next.text);
  assert.ok(answer);
  return answer;
}

export async function submit(url: string, fields: Readonly<Record<string, string>>): Promise<ShownPage> {
  return shown(await fetch(url, { method: 'POST', body: new URLSearchParams(fields) }));
}

async function shown(response: Response): Promise<ShownPage> {
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function formIn(html: string): { action: string; fields: Record<string, string> } | null {
  const action = /<form[^>]* action="([^"]*)"/.exec(html)?.[1];
  if (action === undefined) return null;
  const inputs = [...html.matchAll(/<input name="([^"]*)" value="([^"]*)">/g)];
  return { action: plain(action), fields: Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, plain(value)])) };
}

function plain(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}
