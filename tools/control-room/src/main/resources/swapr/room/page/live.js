// The stream of the control room: Server-Sent Events, read with fetch, because it shows why a connection is refused.
import { useEffect, useState } from '/room/preact.js';

const RECENT = 50;
const SILENCE = 5_000; // milliseconds; the room sends a state each second
const PAUSE = 2_000;

/**
 * What the page shows. `undrawn` counts the records and reads without a token. `lost` has the time since when the
 * stream is lost, and the reason.
 */
export const live = { state: null, records: [], total: 0, undrawn: 0, lost: null, seenAt: null };

const viewers = new Set();
const movers = new Set();
let lastId = null;
let connection = null;

/** Draws a component again after each update. */
export function useLive() {
  const [, draw] = useState(0);
  useEffect(() => {
    const viewer = () => draw(n => n + 1);
    viewers.add(viewer);
    return () => viewers.delete(viewer);
  }, []);
  return live;
}

/** Calls the listener with the new records and reads of each update. */
export function onMove(listener) {
  movers.add(listener);
  return () => movers.delete(listener);
}

const changed = () => viewers.forEach(viewer => viewer());
export const idOf = record => `${record.topic}/${record.partition}/${record.offset}`;

const handlers = {
  state: data => { live.state = data; },
  records: data => {
    const known = new Map(live.records.map(record => [idOf(record), record]));
    live.total += data.records.length + data.skipped;
    live.undrawn += data.skipped + data.skipped_reads;
    live.records = [...data.records.map(record => ({ ...record, read_by: [] })).reverse(), ...live.records]
      .slice(0, RECENT);
    live.records.forEach(record => known.set(idOf(record), record));
    data.reads.forEach(read => known.get(idOf(read))?.read_by.push(read.group));
    movers.forEach(move => move(data));
  },
  reload: () => location.reload(),
};

/** Handles one event of the stream: lines with a name and a value. */
function handle(text) {
  const field = name => text.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1];
  const event = field('event');
  if (!event) return;
  lastId = field('id') ?? lastId;
  handlers[event]?.(JSON.parse(field('data')));
}

async function read(signal, alive) {
  const headers = lastId ? { 'Last-Event-ID': lastId } : {};
  const response = await fetch('/room/api/live', { headers, signal });
  if (!response.ok) throw new Error((await response.json()).detail);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; ;) {
    const { value, done } = await reader.read();
    if (done) throw new Error('The control room has closed the stream.');
    alive();
    const events = (rest + value).split('\n\n');
    rest = events.pop();
    events.forEach(handle);
    changed();
  }
}

/** Reads until the connection ends. A connection without any event for five seconds counts as ended. */
async function connect() {
  const mine = connection = new AbortController();
  let silence;
  const alive = () => {
    live.lost = null;
    live.seenAt = new Date();
    clearTimeout(silence);
    silence = setTimeout(() => mine.abort(new Error('The control room does not answer.')), SILENCE);
  };
  silence = setTimeout(() => mine.abort(new Error('The control room does not answer.')), SILENCE);
  try {
    await read(mine.signal, alive);
  } catch (failure) {
    clearTimeout(silence);
    if (mine !== connection) return;
    const why = failure instanceof TypeError ? 'The control room cannot be reached.' : failure.message;
    live.lost = { since: live.lost?.since ?? new Date(), why };
    changed();
    setTimeout(() => mine === connection && connect(), PAUSE);
  }
}

/** A hidden tab needs no stream, and a browser opens at most six connections to one server. */
export function start() {
  const follow = () => {
    const before = connection;
    connection = null;
    before?.abort();
    if (!document.hidden) connect();
  };
  document.addEventListener('visibilitychange', follow);
  follow();
}
