import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClientFrame } from '../../../protocol/client-frames.ts';
import { CreateTicket, SetAvailability, SubmitWrapUp } from '../../../protocol/http.ts';
import { MAX_TEXT_CHARACTERS } from '../../../protocol/limits.ts';
import { Label, MessageId, MessageText, Seq } from '../../../protocol/primitives.ts';
import { isProblemCode } from '../../../protocol/problems.ts';
import { Candidate, Timer } from '../../../protocol/queue-messages.ts';

const ID = '0192f0c1-2b3c-7d4e-8f50-61728394a5b6';

/** What is wrong with a text, or nothing. */
const faultOf = (text: string) => MessageText.safeParse(text).error?.issues[0]?.message ?? null;

describe('the text of a message', () => {
  it.each([
    ['nothing', '', 'text_empty'],
    ['white space of every kind', ' \t\r\n\u00a0\u2003\ufeff', 'text_empty'],
    ['one character', 'a', null],
    ['4,000 characters', 'a'.repeat(4000), null],
    ['4,001 characters', 'a'.repeat(4001), 'text_too_long'],
    ['4,000 characters of two units each', '😀'.repeat(4000), null],
    ['4,001 characters of two units each', '😀'.repeat(4001), 'text_too_long'],
    ['4,000 characters, the last of two units', `${'a'.repeat(3999)}😀`, null],
    ['4,001 characters, the last of two units', `${'a'.repeat(4000)}😀`, 'text_too_long'],
    ['a million characters', 'a'.repeat(1_000_000), 'text_too_long'],
    ['the first half of a pair', 'a\ud83d', 'text_malformed'],
    ['the second half of a pair', '\ude00a', 'text_malformed'],
    ['a pair the wrong way round', '\ude00\ud83d', 'text_malformed'],
    ['characters that join (a family)', '👨‍👩‍👧‍👦', null],
    ['a NUL, which JSON can carry', 'a\u0000b', null],
  ])('%s: %s', (_name, text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });

  it('is taken exactly if it has 1 to 4,000 well-formed characters, and unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 5000 }), (text) => {
        const legal = text.trim() !== '' && Array.from(text).length <= MAX_TEXT_CHARACTERS;
        const parsed = MessageText.safeParse(text);
        expect(parsed.success).toBe(legal);
        if (parsed.success) expect(parsed.data).toBe(text);
      }),
    );
  });

  it('is refused by codes of the problem table only', () => {
    for (const text of ['', 'a'.repeat(4001), '\ud800']) {
      expect(isProblemCode(faultOf(text) ?? '')).toBe(true);
    }
  });
});

describe('small parts', () => {
  it.each([0, 1, Number.MAX_SAFE_INTEGER])('%d is a place in the transcript', (seq) => {
    expect(Seq.safeParse(seq).success).toBe(true);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '1', null])('%s is none', (seq) => {
    expect(Seq.safeParse(seq).success).toBe(false);
  });

  it.each(['', 'abc', `${ID}0`, `{${ID}}`, ID.replaceAll('-', ''), ` ${ID}`])(
    '%j is no id',
    (id) => {
      expect(MessageId.safeParse(id).success).toBe(false);
    },
  );

  it('a label has 1 to 80 characters', () => {
    expect(Label.safeParse('').success).toBe(false);
    expect(Label.safeParse('x'.repeat(80)).success).toBe(true);
    expect(Label.safeParse('x'.repeat(81)).success).toBe(false);
  });

  it('a note of a wrap-up has at most 2,000', () => {
    const wrapUp = (length: number) =>
      SubmitWrapUp.safeParse({ disposition: 'resolved', note: 'x'.repeat(length) }).success;
    expect([wrapUp(0), wrapUp(2000), wrapUp(2001)]).toEqual([true, true, false]);
  });

  it('a session key has 43 characters of base64url', () => {
    const key = (sessionKey: string) => CreateTicket.safeParse({ sessionKey }).success;
    expect(key(`${'aZ0_-'.repeat(8)}abc`)).toBe(true);
    for (const wrong of [
      'a'.repeat(42),
      'a'.repeat(44),
      `${'a'.repeat(42)}=`,
      `${'a'.repeat(43)}\n`,
    ]) {
      expect(key(wrong), wrong).toBe(false);
    }
  });
});

const VALID: [type: string, frame: Record<string, unknown>][] = [
  ['session.hello', { sessionId: ID, lastSeq: 0 }],
  ['message.send', { sessionId: ID, id: ID, cseq: 1, text: 'hi' }],
  ['typing.set', { sessionId: ID, on: true }],
  ['escalation.request', { sessionId: ID }],
  ['escalation.cancel', { sessionId: ID }],
  ['session.end', { sessionId: ID }],
  ['agent.heartbeat', {}],
  ['ping', {}],
];

describe.each(VALID)('%s', (type, fields) => {
  const frame = { type, ...fields };

  it('is taken, and keys that it does not have are dropped', () => {
    const extra = { ...frame, admin: true, role: 'agent', messages: [{}] };
    expect(ClientFrame.parse(extra)).toEqual(frame);
  });

  it('needs every one of its fields', () => {
    for (const name of Object.keys(frame)) {
      const { [name]: _without, ...rest } = frame as Record<string, unknown>;
      expect(ClientFrame.safeParse(rest).success, name).toBe(false);
    }
  });

  it('takes no value of another kind for a field', () => {
    const wrong = [null, undefined, {}, [], Number.NaN, -1, ''];
    for (const name of Object.keys(frame)) {
      for (const value of wrong) {
        expect(ClientFrame.safeParse({ ...frame, [name]: value }).success, name).toBe(false);
      }
    }
  });

  it('with a "__proto__" or "constructor" key gains nothing by it', () => {
    const text = JSON.stringify(frame);
    const own = text === '{}' ? '' : `,${text.slice(1)}`;
    const hostile = `{"__proto__":{"polluted":true,"admin":true},"constructor":{"prototype":{"polluted":true}}${own}`;

    const parsed = ClientFrame.parse(JSON.parse(hostile)) as Record<string, unknown>;

    expect(parsed).toEqual(frame);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(parsed.polluted).toBeUndefined();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('whatever comes in', () => {
  it('is taken or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const schema of [
          ClientFrame,
          CreateTicket,
          SubmitWrapUp,
          SetAvailability,
          Candidate,
        ]) {
          expect(typeof schema.safeParse(value).success).toBe('boolean');
        }
      }),
    );
  });

  it('a customer is known by name and plan only', () => {
    const customer = { name: 'Dana', plan: 'Fibre 300' };
    expect(CreateTicket.parse({ customer: { ...customer, vip: true }, role: 'agent' })).toEqual({
      customer,
    });
    expect(CreateTicket.safeParse({ customer: { name: '' } }).success).toBe(false);
  });

  it('a timer names its fact', () => {
    const timer = { kind: 'customer_lost', sessionId: ID, connectionId: 'c-1' };
    expect(Timer.parse(timer)).toEqual(timer);
    expect(Timer.safeParse({ kind: 'customer_lost', sessionId: ID }).success).toBe(false);
    expect(Timer.safeParse({ ...timer, kind: 'other' }).success).toBe(false);
  });
});
