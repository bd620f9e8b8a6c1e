// The map as a drawing: services are columns, topics are lines, and the cells at the right are partitions.
import { html, useEffect, useRef } from '/room/preact.js';
import {
  cellX, columnX, heightOf, isPlaced, linesOf, NODE, OTHERS, SERVICES, serviceOf, shortName, STATES, WIDTH, worstOf,
} from '/room/layout.js';
import { live, useLive } from '/room/live.js';
import { move } from '/room/motion.js';
import { loadText, useSummary } from '/room/summary.js';

export function Map() {
  const { state } = useLive();
  const tokens = useRef(null);
  useEffect(() => move(tokens.current), []);
  const lines = linesOf(state);
  const height = heightOf(lines);
  return html`<svg class="map" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label=${sentence(state)}
      data-lost=${Boolean(live.lost)}>
    <rect class="edge" x="8" y="8" width="978" height=${NODE.y + NODE.height + 2} rx="10" />
    <${Edge} state=${state} /><${Load} />
    ${SERVICES.map(name => html`<${Service} key=${name} service=${serviceOf(state, name)} height=${height} />`)}
    <${Outside} state=${state} />
    ${lines.map(line => html`<${Line} key=${line.name} line=${line} />`)}
    <g ref=${tokens} class="tokens"></g>
  </svg>`;
}

/** The drawing in one sentence. The same figures are in the tables. */
function sentence(state) {
  if (!state) return 'The map is empty until the first state arrives.';
  const away = state.processes.filter(process => process.health !== 'HEALTHY').map(process => process.name);
  const outbox = state.services.reduce((sum, service) => sum + service.outbox, 0);
  return `${away.length === 0 ? 'All processes are healthy' : 'Not healthy: ' + away.join(', ')}.`
    + ` ${outbox} events wait in the outboxes. The table has all figures.`;
}

function Edge({ state }) {
  const edge = state?.processes.find(process => process.name === 'edge');
  const [sign, word] = STATES[edge?.health] ?? ['', 'unknown'];
  return html`<text class="title" x="24" y="36" data-health=${edge?.health}>edge ${sign} ${word}</text>`;
}

/** The load while it runs. Its rates and latencies are those of the last ten seconds. */
function Load() {
  const text = loadText(useSummary().load);
  return text && html`<text class="figure load" data-term="latency" x="974" y="36">${text}</text>`;
}

function Service({ service, height }) {
  const x = columnX(service.name);
  const left = x - NODE.width / 2;
  const health = worstOf(service.instances);
  const [sign, word] = STATES[health] ?? ['', 'unknown'];
  const several = service.instances.length > 1
    ? ` (${service.instances.filter(one => one.health === 'HEALTHY').length} of ${service.instances.length})` : '';
  const figure = (label, value, row, term = label) => html`
    <text class="label" data-term=${term} x=${left + 12} y=${NODE.y + row}>${label}</text>
    <text class="figure" x=${left + NODE.width - 12} y=${NODE.y + row} data-high=${value > 0}>${value ?? '–'}</text>`;
  return html`<g data-service=${service.name} data-health=${health}>
    <line class="column" x1=${x} y1=${NODE.y + NODE.height} x2=${x} y2=${height - 20} />
    <rect class="node" x=${left} y=${NODE.y} width=${NODE.width} height=${NODE.height} rx="8" />
    <text class="title" x=${left + 12} y=${NODE.y + 24}>${service.name}</text>
    <text class="state" data-term="health" x=${left + 12} y=${NODE.y + 44}>${sign} ${word}${several}</text>
    ${figure('outbox', service.outbox, 63)}${figure('lag', service.lag, 80)}
    ${figure('dead letters', service.dead, 97, 'dead-letter')}
  </g>`;
}

function Outside({ state }) {
  return html`<g>${OTHERS.slice(1).map((name, row) => {
    const process = state?.processes.find(one => one.name === name);
    const [sign, word] = STATES[process?.health] ?? ['', 'unknown'];
    return html`<text x="1000" y=${NODE.y + 24 + row * 24} data-health=${process?.health}>
      <tspan class="title">${name}</tspan> ${sign} ${word}</text>`;
  })}<${Breaker} state=${state} /></g>`;
}

/** The circuit breaker of purchase-service, below the servers. */
function Breaker({ state }) {
  const { breaker, instances } = serviceOf(state, 'purchase');
  return breaker && worstOf(instances) === 'HEALTHY' && html`<text class="breaker" data-term="circuit-breaker"
    data-breaker=${breaker} x="1000" y=${NODE.y + 24 + 24 * (OTHERS.length - 1)}>breaker ${breaker}</text>`;
}

function Line({ line }) {
  const readers = [...new Set(line.groups.map(group => group.service))].filter(isPlaced);
  const behind = partition => Math.max(0, ...line.groups.map(group => group.partitions[partition] ?? 0));
  const open = line.queue ? Math.max(0, ...line.groups.map(group => group.lag)) : 0;
  return html`<g data-topic=${line.name}>
    <line class="topic" data-queue=${Boolean(line.queue)} x1="14" y1=${line.y} x2="1000" y2=${line.y} />
    ${isPlaced(line.publisher) && html`<circle class="publishes" cx=${columnX(line.publisher)} cy=${line.y} r="5">
      <title>${shortName(line.publisher)} publishes ${line.name}</title></circle>`}
    ${readers.map(service => html`<path class="reads" key=${service}
      d="M ${columnX(service) + 14} ${line.y - 12} l 6 11 h -12 z"><title>${shortName(service)} reads</title></path>`)}
    <text class="topicname" data-term=${line.queue ? 'work-queue' : 'topic'} x="14" y=${line.y - 15}>${line.name}</text>
    ${Array.from({ length: line.partitions }, (_, partition) => html`<g key=${partition} data-term="partition"
        data-waits=${behind(partition) > 0}>
      <rect class="cell" x=${cellX(partition)} y=${line.y - 13} width="26" height="26" rx="4" />
      <text class="count" x=${cellX(partition) + 13} y=${line.y + 5}>${behind(partition) || ''}</text></g>`)}
    ${open > 0 && html`<text class="open" x="1190" y=${line.y - 16}>${open} open</text>`}
  </g>`;
}
