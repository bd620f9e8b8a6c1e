// The notifications of the person, newest first.
import { html, useEffect } from '/_static/htm/3.1.1/preact/standalone.module.js';
import { Empty, Loading, moment, Refusal, Trouble } from '/shop/parts.js';
import { SignInFirst, useDemo } from '/shop/people.js';
import { useList } from '/shop/reads.js';
import { markSeen } from '/shop/seen.js';
import { useSession } from '/shop/session.js';

const EMAIL = {
  WAITING_FOR_ADDRESS: 'The e-mail waits for your address.',
  PENDING: 'The e-mail is on its way.',
  SENT: 'Sent by e-mail too.',
  FAILED: 'The e-mail could not be sent.',
  CANCELLED: 'No e-mail was sent.',
  INBOX_ONLY: 'Without an e-mail.',
};

export function Inbox() {
  const who = useSession();
  if (!who || who.ended) {
    return html`<${SignInFirst} title="Inbox">Messages belong to a person, so sign in first.</${SignInFirst}>`;
  }
  return html`<${Messages} id=${who.id} key=${who.id} />`;
}

function Messages({ id }) {
  const { mail } = useDemo();
  const list = useList('/api/notifications', 5_000);
  const newest = list.items?.[0]?.id;
  useEffect(() => { if (list.items) markSeen(id, list.items); }, [newest]);
  return html`<div class="narrow">
    <div class="heading"><h1 tabindex="-1">Inbox</h1>
      ${mail && html`<a href=${mail} target="_blank" rel="noopener">All e-mails</a>`}</div>
    ${list.problem && html`<${Trouble} read=${list} />`}
    ${!list.items && !list.problem && html`<${Loading} from="notification-service" />`}
    ${list.items?.length === 0 && html`<${Empty} title="No messages yet">A message will be here as soon as you sell
      or buy a pair.</${Empty}>`}
    ${list.items?.length > 0 && html`<ul class="rows">${list.items.map(item => html`
      <li key=${item.id} class="message" data-kind=${item.kind}>
        <h2>${item.subject}</h2>
        ${item.text.split(/\n\n+/).map(paragraph => html`<p>${paragraph}</p>`)}
        <p class="quiet">${moment(item.created_at)}. ${EMAIL[item.status]}</p>
      </li>`)}</ul>`}
    ${list.readMore && html`<p class="more"><button type="button" class="plain" disabled=${list.busy}
      onClick=${list.readMore}>Show older messages</button></p>`}
    <${Refusal} problem=${list.moreProblem} />
  </div>`;
}
