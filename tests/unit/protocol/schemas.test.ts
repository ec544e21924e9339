import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClientFrame } from '../../../protocol/client-frames.ts';
import {
  AddNote,
  AssignSession,
  CannedReplies,
  CreateTicket,
  EditAgent,
  SetAvailability,
  SubmitWrapUp,
  TransferSession,
} from '../../../protocol/http.ts';
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
  ['message.read', { sessionId: ID, seq: 3 }],
  ['escalation.request', { sessionId: ID }],
  ['escalation.cancel', { sessionId: ID }],
  ['session.end', { sessionId: ID }],
  ['message.leave', { sessionId: ID, contact: 'dana@mail.example', text: 'Please call me' }],
  ['csat.submit', { sessionId: ID, score: 5 }],
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

describe('a message that is left', () => {
  const leave = (fields: object) =>
    ClientFrame.safeParse({
      type: 'message.leave',
      sessionId: ID,
      contact: '+41 44 000 00 00',
      text: 'Please call me',
      ...fields,
    });

  it.each([
    ['', 'text_empty'],
    [' \n', 'text_empty'],
    ['a'.repeat(4001), 'text_too_long'],
    ['\ud83d', 'text_malformed'],
  ])('is refused like one that is sent: %j', (text, code) => {
    expect(leave({ text }).error?.issues[0]?.message).toBe(code);
  });

  it('needs a contact of at most 80 characters', () => {
    expect(leave({ contact: 'x'.repeat(80) }).success).toBe(true);
    for (const contact of ['', 'x'.repeat(81), undefined]) {
      expect(leave({ contact }).error?.issues[0]?.path).toEqual(['contact']);
    }
  });
});

describe('a rating', () => {
  const rate = (fields: object) =>
    ClientFrame.safeParse({ type: 'csat.submit', sessionId: ID, score: 3, ...fields });

  it.each([1, 2, 3, 4, 5])('can be %d', (score) => {
    expect(rate({ score }).success).toBe(true);
  });

  it.each([0, 6, 4.5, '5', null, Number.NaN])('cannot be %j', (score) => {
    expect(rate({ score }).error?.issues[0]?.path).toEqual(['score']);
  });

  it('may have a comment of at most 1,000 characters', () => {
    expect(rate({ comment: 'x'.repeat(1000) }).success).toBe(true);
    expect(rate({ comment: 'x'.repeat(1001) }).error?.issues[0]?.path).toEqual(['comment']);
  });
});

describe('commands of agents', () => {
  it.each([
    [{ queue: 'technical' }, true],
    [{ agentId: 'ravi' }, true],
    [{ agentId: 'ravi', note: 'Knows the case' }, true],
    [{}, false],
    [{ note: 'Knows the case' }, false],
    [{ queue: 'technical', agentId: 'ravi' }, false],
    [{ queue: 'sales' }, false],
    [{ agentId: '' }, false],
    [{ agentId: 'x'.repeat(129) }, false],
    [{ queue: 'technical', note: ' ' }, false],
    [{ queue: 'technical', note: 'x'.repeat(2001) }, false],
  ])('a transfer has exactly one target, and a note that says something: %j', (body, taken) => {
    expect(TransferSession.safeParse(body).success).toBe(taken);
  });

  it.each([
    [{}, true],
    [{ agentId: 'ravi' }, true],
    [{ agentId: '' }, false],
    [{ agentId: 'x'.repeat(129) }, false],
    [{ agentId: null }, false],
    [null, false],
  ])('an assignment is to oneself or to a named agent: %j', (body, taken) => {
    expect(AssignSession.safeParse(body).success).toBe(taken);
  });

  it('a note says something, in at most 2,000 characters', () => {
    expect(AddNote.safeParse({ text: 'x'.repeat(2000) }).success).toBe(true);
    expect(AddNote.safeParse({ text: ' \t' }).error?.issues[0]?.message).toBe('text_empty');
    expect(AddNote.safeParse({ text: 'x'.repeat(2001) }).success).toBe(false);
  });

  it.each([
    [{}, true],
    [{ capacity: 1, queues: ['billing'] }, true],
    [{ capacity: 20 }, true],
    [{ capacity: 0 }, false],
    [{ capacity: 21 }, false],
    [{ capacity: 2.5 }, false],
    [{ queues: [] }, false],
    [{ queues: ['sales'] }, false],
  ])('an agent is edited within limits: %j', (body, taken) => {
    expect(EditAgent.safeParse(body).success).toBe(taken);
  });

  it.each(['hello', '2-days', 'a', `a${'-'.repeat(31)}`])('%j is a shortcut', (shortcut) => {
    const body = { version: 0, replies: [{ shortcut, text: 'Hello {customer}' }] };
    expect(CannedReplies.safeParse(body).success).toBe(true);
  });

  it.each(['', '-a', 'Hello', 'two words', '/a', `a${'b'.repeat(32)}`, 'é'])(
    '%j is no shortcut',
    (shortcut) => {
      const body = { version: 0, replies: [{ shortcut, text: 'Hello' }] };
      expect(CannedReplies.safeParse(body).error?.issues[0]?.path).toEqual([
        'replies',
        0,
        'shortcut',
      ]);
    },
  );

  it('there are at most 100 canned replies, none of them empty', () => {
    const replies = (count: number, text = 'Hello') =>
      CannedReplies.safeParse({
        version: 3,
        replies: Array.from({ length: count }, (_, i) => ({ shortcut: `r${i}`, text })),
      }).success;
    expect([replies(0), replies(100), replies(101)]).toEqual([true, true, false]);
    expect(replies(1, '')).toBe(false);
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
          AssignSession,
          TransferSession,
          AddNote,
          EditAgent,
          CannedReplies,
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

  it.each([
    { kind: 'offer', sessionId: ID, offerId: 'o-1' },
    { kind: 'max_wait', sessionId: ID, escalationId: 'e-1' },
    { kind: 'attention', sessionId: ID, assignmentId: 'a-1' },
  ])('a timer without its fact is none: $kind', ({ kind, sessionId, ...fact }) => {
    expect(Timer.parse({ kind, sessionId, ...fact })).toEqual({ kind, sessionId, ...fact });
    expect(Timer.safeParse({ kind, sessionId }).success).toBe(false);
    expect(Timer.safeParse({ kind, ...fact }).success).toBe(false);
  });

  it('routing names queues, and a session only if it knows one', () => {
    const route = (fields: object) => Timer.safeParse({ kind: 'route', ...fields }).success;
    expect(route({ queues: ['billing'] })).toBe(true);
    expect(route({ queues: ['billing', 'general'], sessionId: ID })).toBe(true);
    expect(route({ sessionId: ID })).toBe(false);
    expect(route({ queues: ['sales'] })).toBe(false);
  });

  it('a sequel proves the chat before by its key', () => {
    const sessionKey = 'k'.repeat(43);
    const ticket = (continuedFrom: object) => CreateTicket.safeParse({ continuedFrom }).success;
    expect(ticket({ sessionId: ID, sessionKey })).toBe(true);
    expect(ticket({ sessionId: ID })).toBe(false);
    expect(ticket({ sessionKey })).toBe(false);
  });
});
