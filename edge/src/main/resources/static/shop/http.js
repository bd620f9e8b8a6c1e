// One request to the edge. An answer that is no success becomes a Problem.

/** An error with the sentence of the problem document (RFC 9457). Status 0 means that no answer arrived. */
export class Problem extends Error {
  constructor(status, document) {
    super(document.detail ?? document.title ?? `The server answered with status ${status}.`);
    this.status = status;
    this.errors = document.errors ?? [];
  }

  /** True if a later attempt may succeed. */
  get isTemporary() {
    return [0, 429, 500, 502, 503, 504].includes(this.status);
  }

  /** The message for one field, or for one of the fields inside it. */
  of(field) {
    return this.errors.find(error => error.field === field || error.field.startsWith(field + '.'))?.message;
  }
}

let ahead = 0;

/** The time of the server in milliseconds, because the clock of this computer may be wrong. */
export const serverNow = () => Date.now() + ahead;

export async function request(method, path, { body, headers, token } = {}) {
  const sent = { ...headers };
  if (token) sent.Authorization = 'Bearer ' + token;
  if (body) sent['Content-Type'] = 'application/json';
  let answer;
  let text;
  try {
    answer = await fetch(path, { method, headers: sent, body: body && JSON.stringify(body), cache: 'no-store' });
    text = await answer.text();
  } catch {
    throw new Problem(0, { detail: 'The edge cannot be reached. It is not known whether it has the request.' });
  }
  const date = Date.parse(answer.headers.get('Date'));
  if (date) ahead = date - Date.now(); // the header has whole seconds
  const isJson = (answer.headers.get('Content-Type') ?? '').includes('json');
  const json = isJson && text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Problem(answer.status, json ?? {});
  return json;
}
