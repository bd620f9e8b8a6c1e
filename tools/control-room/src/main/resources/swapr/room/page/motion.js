// Moves a token for each record, and one for each read. Without a record on Kafka nothing moves. The real times are in
// the table: on the map a token is slow enough to be seen.
import { cellX, columnX, isDeadLetters, isPlaced, lineOf, linesOf, NODE } from '/room/layout.js';
import { idOf, live, onMove } from '/room/live.js';

const MOST = 60;
const TO_TOPIC = 1_400;
const TO_READER = 1_400;
const STAYS = 500;
const MOST_HELD = 300; // more are only in the table
let held = null; // the hops that wait while the tokens stand still; null while they move
const running = new Set();
const reduced = matchMedia('(prefers-reduced-motion: reduce)');

/** Draws tokens into this group until the returned function is called. */
export function move(group) {
  const stop = onMove(update => {
    if (reduced.matches || document.hidden) return;
    const lines = linesOf(live.state);
    const hops = update.records.map(record => () => publish(group, lines, record));
    Map.groupBy(update.reads, idOf).forEach(reads => hops.push(delay =>
      reads.forEach(read => deliver(group, lines, read, delay))));
    if (held) {
      const free = Math.max(0, MOST_HELD - held.length);
      held.push(...hops.slice(0, free));
      live.undrawn += hops.slice(free).length;
    } else hops.forEach(hop => hop(TO_TOPIC));
  });
  return () => {
    held = null;
    running.clear();
    stop();
  };
}

/** The number of hops that wait; null while the tokens move. */
export const waitingHops = () => held && held.length;

/** Stops all tokens, or lets them move again. */
export function hold() {
  const waiting = held;
  held = waiting ? null : [];
  running.forEach(animation => (held ? animation.pause() : animation.play()));
  waiting?.forEach(hop => hop(TO_TOPIC));
}

/** While the tokens stand still: lets them arrive, and moves the next one. */
export function step() {
  if (!held) return;
  running.forEach(animation => animation.play());
  held.shift()?.(0);
}

function publish(group, lines, record) {
  const line = lineOf(lines, record.topic);
  if (!line || !isPlaced(record.publisher)) return;
  const x = columnX(record.publisher);
  const cell = cellX(record.partition) + 13;
  travel(group, line, record, [[x, NODE.y + NODE.height], [x, line.y], [cell, line.y]], TO_TOPIC);
}

/** A read starts where the record is, after the record has arrived there. */
function deliver(group, lines, read, delay) {
  const line = lineOf(lines, read.topic);
  const service = live.state?.groups[read.group];
  if (!line || !isPlaced(service)) return;
  const x = columnX(service) + 14;
  const cell = cellX(read.partition) + 13;
  const known = live.records.find(record =>
    record.topic === read.topic && record.partition === read.partition && record.offset === read.offset);
  travel(group, line, known ?? read, [[cell, line.y], [x, line.y], [x, NODE.y + NODE.height]], TO_READER, delay);
}

function travel(group, line, record, points, duration, delay = 0) {
  if (group.childElementCount >= MOST) {
    live.undrawn++;
    return;
  }
  const token = element('g', { class: 'token' });
  token.dataset.event = record.event_id ?? '';
  token.dataset.kind = isDeadLetters(record.topic) ? 'dead' : line.queue ? 'command' : 'event';
  token.append(element('path', { d: shapeOf(line, record) }), element('text', { y: -11 }, record.type ?? ''));
  group.append(token);
  const frames = points.map(([x, y]) => ({ transform: `translate(${x}px, ${y}px)` }));
  const animation = token.animate(frames, { duration, delay, fill: 'both', easing: 'ease-in-out' });
  running.add(animation);
  animation.onfinish = () => {
    running.delete(animation);
    setTimeout(() => token.remove(), STAYS);
  };
  animation.oncancel = animation.onfinish;
}

function element(name, attributes, text = '') {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([attribute, value]) => made.setAttribute(attribute, value));
  made.textContent = text;
  return made;
}

/** An event is a circle, a command a square, a dead letter a triangle. */
function shapeOf(line, record) {
  if (isDeadLetters(record.topic)) return 'M 0 -8 L 8 6 L -8 6 Z';
  return line.queue ? 'M -6 -6 H 6 V 6 H -6 Z' : 'M -7 0 A 7 7 0 1 1 7 0 A 7 7 0 1 1 -7 0 Z';
}
