// The commands for the containers. The control room has no access to Docker, so a person copies them into a terminal.
import { html, useState } from '/room/preact.js';
import { OTHERS, SERVICES, STATES } from '/room/layout.js';
import { useLive } from '/room/live.js';

const nameOf = process => (SERVICES.includes(process) ? `${process}-service` : process);

/** A name, what happens and what the map shows, and the command for a container. */
const COMMANDS = [
  ['Kill', 'It ends at once, like after a crash, and stays away until you start it. Its lag grows. No message is lost.',
    name => `docker compose kill ${name}`],
  ['Stop', 'It ends after its open work, and stays away until you start it.', name => `docker compose stop ${name}`],
  ['Start', 'It runs again. Its outbox and its lag shrink to 0.', name => `docker compose start ${name}`],
  ['Freeze', 'It stands still and keeps its connections. The map shows that it does not answer.',
    name => `docker compose kill --signal STOP ${name}`],
  ['Continue', 'It goes on where it was.', name => `docker compose kill --signal CONT ${name}`],
  ['Read its log', 'The newest hundred lines.', name => `docker compose logs --tail 100 ${name}`],
];
export function Containers() {
  const { state } = useLive();
  const [process, choose] = useState('purchase');
  const [copied, setCopied] = useState(null);
  const copy = command => navigator.clipboard.writeText(command)
    .then(() => setCopied(`Copied: ${command}`), () => setCopied('The browser does not allow it. Select the command.'));
  const row = (name, effect, command) => html`<tr key=${name} data-command=${name}>
    <th scope="row">${name}</th><td>${effect}</td><td><code>${command}</code></td>
    <td><button type="button" onClick=${() => copy(command)} aria-label=${`Copy: ${command}`}>Copy</button></td></tr>`;
  const [sign, word] = STATES[state?.processes.find(one => one.name === process)?.health] ?? ['', 'unknown'];
  return html`<article class="containers"><h2 tabindex="-1">Containers</h2>
    <p>The control room cannot stop or freeze a container or read its log, because it has no access to Docker. Copy a
      command, and run it in the folder of docker-compose.yml.</p>
    <div class="actions"><label>Container <select value=${process} onChange=${event => choose(event.target.value)}>
      ${[...SERVICES, ...OTHERS].map(name => html`<option key=${name} value=${name}>${nameOf(name)}</option>`)}
    </select></label><span>${sign} ${word}</span></div>
    <p role="status" class="copied">${copied}</p>
    <section tabindex="0" aria-label="Commands"><table><caption>Commands</caption>
      <thead><tr><th scope="col">action</th><th scope="col">what happens</th><th scope="col">command</th>
        <th scope="col">copy</th></tr></thead>
      <tbody>${COMMANDS.map(([name, effect, command]) => row(name, effect, command(nameOf(process))))}</tbody>
    </table></section>
  </article>`;
}
