import { expect, it } from 'vitest';
import { openOutbox } from '../../../../web/chat-client/outbox.ts';
import { memoryStore } from '../../../../web/chat-client/store.ts';

const texts = (outbox: ReturnType<typeof openOutbox>) => outbox.entries.map(({ text }) => text);

it('keeps what another tab has not sent yet, although this one has sent all of its own', () => {
  const store = memoryStore();
  const first = openOutbox(store, 'outbox');
  const second = openOutbox(store, 'outbox');
  first.add('a', 'typed in the first tab');
  second.add('b', 'typed in the second');

  second.remove('b');

  expect(texts(openOutbox(store, 'outbox'))).toEqual(['typed in the first tab']);
  first.remove('a');
  expect(store.get('outbox')).toBeNull();
});

it('does not bring back what this tab has removed', () => {
  const store = memoryStore();
  openOutbox(store, 'outbox').add('a', 'left by the last page');
  const outbox = openOutbox(store, 'outbox');
  outbox.add('b', 'new');

  outbox.remove('a');
  outbox.fail('b', 'text_too_long');

  expect(texts(openOutbox(store, 'outbox'))).toEqual(['new']);
});
