import { describe, expect, it } from 'vitest';
import type { Session } from '../../../lambdas/domain/session.ts';
import { at, botSession, decided, NOON, sessionIn, waiting } from './builders.ts';
import { OPERATIONS, USUAL } from './operations.ts';

describe('the customer’s row', () => {
  const by = (session: Session) => OPERATIONS.customerSays(session, { ...USUAL, now: at(1) });

  it('is written with the first words, once', () => {
    const first = by(botSession());

    expect(first.contact).toEqual({ customerId: 'session-1', sessionId: 'session-1', at: NOON });
    expect(by(first.after).contact).toBeUndefined();
  });

  it('is written also for a chat that begins with the button', () => {
    const pressed = decided(
      OPERATIONS.customerAsksForPerson(botSession(), { ...USUAL, now: at(1) }),
    );
    const contacts = [pressed, by(pressed.after)].map(({ contact }) => contact);

    expect(contacts).toContainEqual({ customerId: 'session-1', sessionId: 'session-1', at: NOON });
  });
});

describe('details that a customer tells the bot in passing', () => {
  const write = (session: Session, text: string, n = 1) =>
    OPERATIONS.customerSays(session, { ...USUAL, text, n, now: at(1) }).after;

  it('are kept with the session, over the turns', () => {
    const first = write(botSession(), 'my account number is 12345678, my router keeps rebooting');
    const second = write(first, 'no internet at 12 High Street', 2);

    expect(first.details).toEqual({ account: '••••5678', device: 'router' });
    expect(second.details).toEqual({ ...first.details, address: '12 High Street' });
  });

  it('change only when the customer corrects them', () => {
    const first = write(botSession(), 'my account number is 12345678');
    const other = write(first, 'and my wife has account number 11112222', 2);

    expect(other.details).toEqual({ account: '••••5678' });
    expect(write(other, 'sorry, it’s 87654321', 3).details).toEqual({ account: '••••4321' });
  });

  it('take no room where there are none', () => {
    expect(write(botSession(), 'how do i set up voicemail')).not.toHaveProperty('details');
  });
});

describe('words of a waiting customer', () => {
  const write = (session: Session, text: string, n = 1) =>
    OPERATIONS.customerSays(session, { ...USUAL, text, n, now: at(1) });

  it('that answer the question are noted, with thanks and the next question', () => {
    const first = write(waiting(), 'It is 12345678');
    expect(first.after).toMatchObject({
      details: { account: '••••5678' },
      intake: { asking: 'invoice', done: ['account'] },
      escalation: { excerpt: 'It is 12345678' },
    });
    expect(first.messages.map(({ from }) => from.role)).toEqual(['customer', 'bot']);

    const second = write(first.after, 'invoice 20417', 2);
    expect(second.after.details).toEqual({ account: '••••5678', invoice: 'invoice 20417' });
    expect(write(second.after, 'And another thing: 99999999', 3).messages).toHaveLength(1);
  });

  it('about something else are left to the agent', () => {
    const { messages, after } = write(waiting(), 'How long will it take?');

    expect(messages.map(({ from }) => from.role)).toEqual(['customer']);
    expect(after.intake).toEqual({ asking: 'account', done: [] });
  });

  it('after an agent joined are no answers to the bot', () => {
    const { messages, after } = write(sessionIn('active'), 'It is 12345678');

    expect(messages).toHaveLength(1);
    expect(after.details).toBeUndefined();
  });
});
