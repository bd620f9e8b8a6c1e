// The places of the map. They are fixed, so that people learn them: services are columns, topics are lines.
export const SERVICES = ['user', 'listing', 'purchase', 'notification', 'analytics'];
export const OTHERS = ['edge', 'bank', 'mail', 'kafka', 'postgres'];
export const STATES = {
  HEALTHY: ['●', 'healthy'],
  NOT_HEALTHY: ['▲', 'not healthy'],
  SILENT: ['■', 'no answer'],
  AWAY: ['✕', 'away'],
};
export const WIDTH = 1200;
export const NODE = { width: 168, height: 104, y: 64 };
export const FIRST_LINE = 218;
const LINE = 50;
const COLUMN = 190;

export const isDeadLetters = topic => topic.endsWith('.dlq');
export const shortName = service => service.replace(/-service$/, '');
export const columnX = service => 110 + SERVICES.indexOf(shortName(service)) * COLUMN;
export const cellX = partition => 1012 + partition * 30;
export const isPlaced = service => SERVICES.includes(shortName(service ?? ''));

/** The topics in the order of their publishers, events before work queues, and one line for all dead letters. */
export function linesOf(state) {
  const topics = (state?.topics ?? []).filter(topic => !isDeadLetters(topic.name));
  const order = topic => 2 * SERVICES.indexOf(shortName(topic.publisher ?? '')) + (topic.queue ? 1 : 0);
  const lines = topics.filter(topic => order(topic) >= 0).sort((one, other) => order(one) - order(other));
  const all = lines.map(topic => ({ ...topic, groups: groupsOf(state, topic.name) }));
  if (all.length > 0) all.push({ name: 'dead letters', partitions: 6, groups: [] });
  return all.map((line, row) => ({ ...line, y: FIRST_LINE + row * LINE }));
}

export const heightOf = lines => FIRST_LINE + lines.length * LINE;

/** The line of a record. */
export const lineOf = (lines, topic) =>
  lines.find(line => line.name === topic) ?? lines.find(line => isDeadLetters(topic) && line.name === 'dead letters');

/** The consumer groups of a topic with their lag and their service. */
export function groupsOf(state, topic) {
  return (state?.lags ?? [])
    .filter(lag => lag.topic === topic)
    .map(lag => ({ ...lag, service: state.groups[lag.group] ?? null }));
}

/** The figures of one service: its instances, outbox, lag and dead letters. */
export function serviceOf(state, name) {
  const figures = state?.services.find(service => service.service === `${name}-service`);
  const groups = (state?.lags ?? []).filter(lag => state.groups[lag.group] === `${name}-service`);
  return {
    name,
    instances: (state?.processes ?? []).filter(process => process.name.replace(/-\d$/, '') === name),
    outbox: figures?.outbox,
    events: figures?.events,
    dead: figures?.dead_letters,
    breaker: figures?.breaker,
    lag: groups.length > 0 ? groups.reduce((sum, group) => sum + group.lag, 0) : undefined,
  };
}

/** The worst state of several instances. */
export function worstOf(instances) {
  const order = ['HEALTHY', 'NOT_HEALTHY', 'SILENT', 'AWAY'];
  return instances.map(instance => instance.health).sort((a, b) => order.indexOf(b) - order.indexOf(a))[0];
}
