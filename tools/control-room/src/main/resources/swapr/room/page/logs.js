// The lines of the logs that have the correlation id of a journey. They are read when a person asks for them.
import { html, useState } from '/room/preact.js';
import { hidden } from '/room/messages.js';
import { useAnswer } from '/room/pages.js';

export function Logs({ id }) {
  const [asked, ask] = useState(0);
  return html`<section tabindex="0" aria-label="Log lines"><h3>Log lines</h3>
    <button type="button" onClick=${() => ask(asked + 1)}>${asked ? 'Read the logs again' : 'Read the logs'}</button>
    ${asked > 0 && html`<${Lines} id=${id} again=${asked} />`}</section>`;
}

function Lines({ id, again }) {
  const { data, error } = useAnswer(`/room/api/logs/${encodeURIComponent(id)}`, () => false, () => false, { again });
  if (error && !data) return html`<p class="trouble" role="alert">${error}</p>`;
  if (!data) return html`<p role="status">The room reads the logs.</p>`;
  if (data.command) {
    return html`<p role="status">This room cannot read the log of a container. Copy this command:
      <code>${data.command}</code></p>`;
  }
  const count = data.lines.length === 1 ? '1 line' : `${data.lines.length} lines`;
  return html`<p role="status">${count} with this id. ${data.older > 0 && `${data.older} older lines
    are not shown.`}${data.lines.length === 0 && 'Services log failures, retries and sign-ins, not each message.'}</p>
    ${data.lines.length > 0 && html`<table class="logs"><tbody>${data.lines.map((line, n) => html`<tr key=${n}
      data-log=${line.process}><th scope="row">${line.process}</th><td><code>${hidden(line.text)}</code></td></tr>`)}
    </tbody></table>`}`;
}
