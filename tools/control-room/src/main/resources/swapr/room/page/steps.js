// The steps of a journey, for its three drawings and its table.
import { shortName } from '/room/layout.js';

/** Microseconds since 1970. `Date` has only milliseconds. */
export function micros(instant) {
  const [, seconds, fraction = ''] = instant.match(/^([^.Z]+)(?:\.(\d+))?Z$/) ?? [];
  return seconds ? Date.parse(`${seconds}Z`) * 1_000 + Number(fraction.padEnd(6, '0').slice(0, 6))
    : Date.parse(instant) * 1_000;
}

/** Text for a number of microseconds. */
export const duration = time => (time < 1e6 ? `${(time / 1e3).toFixed(1)} ms` : `${(time / 1e6).toFixed(1)} s`);

/** A group of a service that has the same name, or the group's own name. */
export const nameOf = reaction => (reaction.service && reaction.consumer !== reaction.service
  ? reaction.consumer.replace(reaction.service, shortName(reaction.service)) : shortName(reaction.consumer));

export const publisherOf = message => (message.service ? shortName(message.service) : 'away');

/** The messages as a tree, each before the messages that it has caused. */
export function rowsOf({ messages }) {
  const ids = new Set(messages.map(message => message.event_id));
  const caused = Map.groupBy(messages, ({ body }) => (ids.has(body.causation_id) ? body.causation_id : 'request'));
  const below = (cause, depth) => (caused.get(cause) ?? []).flatMap(message =>
    [{ message, depth }, ...below(message.event_id, depth + 1)]);
  return below('request', 0);
}

/** The reactions with this outcome, each with its message. */
export const reactionsOf = ({ messages }, outcome) => messages.flatMap(message =>
  message.reactions.filter(one => one.outcome === outcome).map(reaction => ({ message, reaction })));

/** Is something missing that can still arrive? */
export const isOpen = journey => reactionsOf(journey, 'open').length > 0 || Object.keys(journey.away).length > 0
  || reactionsOf(journey, 'parked').some(({ message }) => message.queue); // a command is tried again

/** The arrows of the sequence diagram, in the order of time. */
export function arrowsOf({ messages, effects }) {
  const begun = new Set();
  return messages.flatMap(message => {
    const from = publisherOf(message);
    const isFirst = !begun.has(from) && !messages.some(other => other.event_id === message.body.causation_id);
    begun.add(from);
    const readers = Map.groupBy(message.reactions, one => shortName(one.service ?? one.consumer));
    return [
      ...(isFirst && message.service ? [{ from: 'request', to: [{ name: from }], text: '', dashed: false }] : []),
      {
        id: message.event_id, from, text: message.event_type, dashed: message.queue,
        to: [...readers].map(([name, all]) => ({ name, open: all.some(one => one.outcome === 'open') })),
      },
      ...effects.filter(effect => effect.cause === message.event_id)
        .map(effect => ({ from, to: [{ name: effect.process }], text: effect.text, dashed: false })),
    ];
  });
}

export const participantsOf = arrows =>
  [...new Set(arrows.flatMap(arrow => [arrow.from, ...arrow.to.map(reader => reader.name)]))];

/** The sequence as text for Mermaid. A cross is a reader that has not reacted yet. */
export function mermaidOf(journey) {
  const arrows = arrowsOf(journey);
  const name = text => text.replace(/[^\w]/g, '_');
  const sign = (arrow, reader) => (reader.open ? (arrow.dashed ? '--x' : '-x') : (arrow.dashed ? '-->>' : '->>'));
  return ['sequenceDiagram',
    ...participantsOf(arrows).map(one => `  participant ${name(one)} as ${one}`),
    ...arrows.flatMap(arrow => (arrow.to.length === 0 ? [`  Note over ${name(arrow.from)}: ${arrow.text}`]
      : arrow.to.map(reader =>
        `  ${name(arrow.from)}${sign(arrow, reader)}${name(reader.name)}: ${arrow.text || 'request'}`)))].join('\n');
}
