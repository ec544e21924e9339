import { useState } from 'preact/hooks';
import type { MessageView, QueueView } from '../contracts.ts';
import { pretty, shortName, span, time } from './format.ts';
import { ask, usePoll } from './use-poll.ts';

/** The queues, and the messages of the chosen one. */
export function Queues(props: { queues: QueueView[]; chosen?: string; onChanged: () => void }) {
  const queue = props.queues.find(({ name }) => name === props.chosen) ?? props.queues[0];
  return (
    <div class="columns">
      <nav class="list" aria-label="Queues">
        {props.queues.map((one) => (
          <a
            key={one.name}
            href={`#queues/${encodeURIComponent(one.name)}`}
            aria-current={one === queue ? 'true' : undefined}
          >
            <strong>{shortName(one.name)}</strong>
            <span class="facts">
              {one.visible} waiting, {one.inFlight} in flight, {one.delayed} delayed
            </span>
            {one.deadLettersOf.length > 0 && (
              <span class={one.visible > 0 ? 'facts bad' : 'facts'}>
                dead letters of {one.deadLettersOf.map(shortName).join(', ')}
              </span>
            )}
          </a>
        ))}
      </nav>
      {queue && <Messages key={queue.name} queue={queue} onChanged={props.onChanged} />}
    </div>
  );
}

function Messages({ queue, onChanged }: { queue: QueueView; onChanged: () => void }) {
  const path = `queues/${encodeURIComponent(queue.name)}`;
  const { data, problem, refresh } = usePoll<MessageView[]>(path);
  const [said, setSaid] = useState('');

  async function sendBack(): Promise<void> {
    try {
      const { moved } = await ask<{ moved: number }>(`${path}/send-back`, 'POST', {});
      setSaid(`${moved} sent back`);
    } catch (error) {
      setSaid(String(error));
    }
    refresh();
    onChanged();
  }

  return (
    <section aria-labelledby="chosen">
      <div class="title">
        <h2 id="chosen">{queue.name}</h2>
        {queue.deadLettersOf.length > 0 && (
          <button type="button" onClick={sendBack} disabled={queue.visible === 0}>
            Send back to {queue.deadLettersOf.map(shortName).join(', ')}
          </button>
        )}
        <span role="status">{said}</span>
      </div>
      {problem && <p class="bad">{problem}</p>}
      {data?.length === 0 && <p class="quiet">It is empty.</p>}
      {data?.map((message) => (
        <Message key={message.id} message={message} />
      ))}
    </section>
  );
}

function Message({ message }: { message: MessageView }) {
  const { state, body, attributes, sentAt, visibleAt, receiveCount, deadLetterOf, id } = message;
  const wait = visibleAt - Date.now();
  return (
    <details class="row">
      <summary>
        <time>{time(sentAt)}</time>
        <span class="grow cut">{body}</span>
        <span class="number">received {receiveCount}×</span>
        <span class="outcome">
          {state}
          {state !== 'visible' && ` ${span(wait)}`}
        </span>
      </summary>
      <p class="quiet">
        Message {id}
        {deadLetterOf && `, from ${shortName(deadLetterOf)}`}
      </p>
      {Object.keys(attributes).length > 0 && (
        <dl>
          {Object.entries(attributes).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <pre>{pretty(body)}</pre>
    </details>
  );
}
