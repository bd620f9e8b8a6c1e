// A load of 0 to 200 orders a second, with the rate that was reached and two latencies.
import { html, useEffect, useState } from '/room/preact.js';

const FIGURES = [['wanted', 'orders/s'], ['started', 'orders/s'], ['final', 'orders/s'], ['refused', 'orders/s'],
  ['p50', 'ms'], ['p99', 'ms']];

export function Load({ load, act }) {
  const [chosen, choose] = useState(null); // null: the rate that runs
  const rate = chosen ?? load.wanted;
  useEffect(() => choose(null), [load.wanted]);
  const set = value => {
    choose(value);
    act({ do: 'load', rate: value });
  };
  const textOf = ([name, unit]) => (load[name] === undefined ? '–'
    : `${load[name].toFixed(unit === 'ms' ? 0 : 1)} ${unit}`);
  return html`<section class="load" tabindex="0" aria-label="Load"><div class="actions">
      <label>Load <input type="range" min="0" max="200" value=${rate}
        onInput=${event => choose(Number(event.target.value))} /> <output>${rate} orders/s</output></label>
      <button type="button" onClick=${() => set(rate)}>Set the load</button>
      <button type="button" onClick=${() => set(0)}>Stop the load</button></div>
    <p role="status" class="loadstate">${sentence(load)}</p>
    <table><caption>Load of the last ten seconds</caption>
      <thead><tr>${FIGURES.map(([name, unit]) => html`<th scope="col" key=${name}
        data-term=${unit === 'ms' ? 'latency' : undefined}>${name}</th>`)}</tr></thead>
      <tbody><tr>${FIGURES.map(figure => html`<td class="number" key=${figure[0]} data-load=${figure[0]}>
        ${textOf(figure)}</td>`)}</tr></tbody></table>
    <p class="legend quiet">Each order has a listing of its own. One order in twenty has a card that is declined. A
      latency is the time from the intended start of an order until its final event is on Kafka. An order that starts
      late counts as slow.</p></section>`;
}

function sentence(load) {
  if (load.failure) return load.failure;
  if (load.wanted === 0) return 'No load. A load ends after ten minutes.';
  if (load.preparing) return 'The accounts of the load are registered. This takes some seconds.';
  if (load.full) {
    return `This machine is full, or a process does not answer: ${load.waiting} orders wait for a connection.`;
  }
  return load.refused > 0 ? 'The marketplace refuses some orders.' : 'The load runs. It ends after ten minutes.';
}
