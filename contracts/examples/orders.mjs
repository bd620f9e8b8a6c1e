// Prints how orders end, from what is on the topic and nothing else:
//
//   npm install kafkajs && KAFKA=127.0.0.1:8089 node orders.mjs
//
// It reads from the beginning and goes on until it is stopped, or until the order named by UNTIL has ended.
import { Kafka, logLevel } from 'kafkajs';

const until = process.env.UNTIL;
const kafka = new Kafka({
  clientId: 'orders-example',
  brokers: [process.env.KAFKA ?? '127.0.0.1:8089'],
  logLevel: logLevel.ERROR,
});

// A group of its own for each run, so that each run sees everything.
const consumer = kafka.consumer({ groupId: `orders-example-${process.pid}-${Date.now()}` });

// Deliveries may be repeated: event_id says which are.
const seen = new Set();

function ended(event) {
  const { order_id: id, title, price, reason } = event.payload;
  switch (event.event_type) {
    case 'OrderConfirmed':
      return [id, `${id}  CONFIRMED  ${price.amount} ${price.currency}  ${title}`];
    case 'OrderCancelled':
      return [id, `${id}  CANCELLED  ${reason}  ${title ?? ''}`];
    default:
      return [id, null]; // other facts, and types that are added later
  }
}

// A real consumer would keep what it cannot read, and let its operator decide.
function read(message) {
  try {
    const event = JSON.parse(message.value?.toString() ?? '');
    return event?.event_id && event.payload ? event : null;
  } catch {
    console.error(`skipped what is no event, at offset ${message.offset}`);
    return null;
  }
}

async function stop() {
  await consumer.disconnect();
  process.exit(0);
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);

await consumer.connect();
await consumer.subscribe({ topic: 'purchase-events', fromBeginning: true });
await consumer.run({
  autoCommit: false, // it starts from the beginning each time; a real consumer commits what it has processed
  eachMessage: async ({ message }) => {
    const event = read(message);
    if (!event || seen.has(event.event_id)) {
      return;
    }
    seen.add(event.event_id);
    const [id, line] = ended(event);
    if (line) {
      console.log(line.trimEnd());
      if (id === until) {
        setImmediate(stop); // not from within: disconnecting waits for this handler
      }
    }
  },
});
