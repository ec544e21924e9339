import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isEnded } from '../../../chat-client/session-facts.ts';
import type { ChatModel } from '../chat-model.ts';
import { checkMessage } from './check-message.ts';
import { HANDOFF_WORDS } from './handoff-words.ts';

const EMPTY = { contact: '', text: '' };

/** Outlives the form, which goes away with the connection. */
const message = signal(EMPTY);

/** Contact and text instead of waiting; what was typed is kept until the server has it. */
export function LeaveMessage({ model }: { model: ChatModel }) {
  const form = useRef<HTMLFormElement>(null);
  // Faults are shown from the first try on, and then follow the typing.
  const [tried, setTried] = useState(false);
  const session = model.chat.value?.session;
  const sending = session?.requesting === 'leave_message';
  const problem = session?.notice?.title;
  const faults = checkMessage(message.value);
  const shown = tried ? faults : { contact: null, text: null };

  useLayoutEffect(() => form.current?.querySelector('input')?.focus(), []);
  useEffect(() => () => keepWords(model), [model]);

  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    const wrong = faults.contact ? 'input' : faults.text ? 'textarea' : null;
    if (wrong) {
      form.current?.querySelector<HTMLElement>(wrong)?.focus();
    } else if (!sending) {
      const { contact, text } = message.peek();
      model.session()?.leaveMessage({ contact: contact.trim(), text });
    }
  };

  const field = (name: keyof typeof EMPTY) => ({
    id: `leave-${name}`,
    dir: 'auto' as const,
    value: message.value[name],
    readOnly: sending,
    'aria-required': true,
    'aria-invalid': shown[name] !== null,
    'aria-describedby': shown[name] ? `leave-${name}-fault` : undefined,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => {
      message.value = { ...message.peek(), [name]: currentTarget.value };
    },
  });
  const fault = (name: keyof typeof EMPTY) =>
    shown[name] && (
      <p id={`leave-${name}-fault`} class="fault">
        {shown[name]}
      </p>
    );

  return (
    <form ref={form} class="leave" aria-labelledby="leave-title" onSubmit={submit} noValidate>
      <h3 id="leave-title">{HANDOFF_WORDS.leaveTitle}</h3>
      <p class="quiet">{HANDOFF_WORDS.leaveDetail}</p>
      <label for="leave-contact">{HANDOFF_WORDS.contact}</label>
      <input {...field('contact')} type="text" autocomplete="email" />
      {fault('contact')}
      <label for="leave-text">{HANDOFF_WORDS.text}</label>
      <textarea {...field('text')} rows={3} />
      {fault('text')}
      <div role="alert">{problem && <p class="fault">{HANDOFF_WORDS.notTaken(problem)}</p>}</div>
      <div class="actions">
        <button type="submit" class="primary" aria-disabled={sending}>
          {sending ? HANDOFF_WORDS.leaving : HANDOFF_WORDS.leave}
        </button>
        <button type="button" class="plain" onClick={() => model.writeMessage(false)}>
          {HANDOFF_WORDS.back}
        </button>
      </div>
    </form>
  );
}

/** Once nobody waits any more: taken by the server, or somebody came to whom it can be said. */
function keepWords(model: ChatModel): void {
  const status = model.chat.peek()?.session.status;
  if (!status || status === 'queued') return;
  const { text } = message.peek();
  message.value = EMPTY;
  model.writeMessage(false);
  if (!isEnded(status) && text !== '' && model.draft.peek() === '') model.setDraft(text);
}
