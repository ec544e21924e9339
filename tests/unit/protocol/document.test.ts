import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { Agent } from '../../../protocol/agent.ts';
import { Assessment, Band, Evidence, Reason } from '../../../protocol/assessment.ts';
import { CLIENT_FRAME_TYPES, ClientFrame } from '../../../protocol/client-frames.ts';
import * as escalation from '../../../protocol/escalation.ts';
import * as http from '../../../protocol/http.ts';
import * as limits from '../../../protocol/limits.ts';
import { BotNote, Message, Participant, SystemEvent } from '../../../protocol/message.ts';
import { isProblemCode, PROBLEMS } from '../../../protocol/problems.ts';
import { Candidate, Timer } from '../../../protocol/queue-messages.ts';
import { ReadMarks, ServerFrame, Wait, WaitEstimate } from '../../../protocol/server-frames.ts';
import * as vocabulary from '../../../protocol/vocabulary.ts';
import {
  DOCUMENT,
  type Field,
  frameFields,
  interfaceFields,
  quoted,
  rowsIn,
  section,
  titlesIn,
  unionMembers,
} from './document.ts';

type ObjectSchema = z.ZodMiniObject<Readonly<Record<string, z.ZodMiniType>>>;

const fieldsOf = (schema: ObjectSchema): Field[] =>
  Object.entries(schema.shape).map(([name, field]) => ({
    name,
    optional: field._zod.def.type === 'optional',
    nullable: field._zod.def.type === 'nullable',
  }));

const byName = (fields: readonly Field[] | null) =>
  fields?.toSorted((a, b) => a.name.localeCompare(b.name));

const isObject = (schema: unknown): schema is ObjectSchema =>
  (schema as z.ZodMiniType)?._zod?.def.type === 'object';

const typeOf = (schema: ObjectSchema): string => {
  const def = schema.shape.type?._zod.def as { values?: string[] } | undefined;
  return String(def?.values?.[0]);
};

const clientFrames = ClientFrame._zod.def.options.map(
  (schema) => [typeOf(schema), schema] as const,
);
const serverFrames = ServerFrame._zod.def.options.map(
  (schema) => [typeOf(schema), schema] as const,
);

describe('frames', () => {
  it('from clients are all in the document, and no others', () => {
    const types = clientFrames.map(([type]) => type);
    expect(titlesIn('Frames from clients').sort()).toEqual(types.toSorted());
    expect([...CLIENT_FRAME_TYPES].sort()).toEqual(types.toSorted());
  });

  it('from the server are all in the document, and no others', () => {
    expect(titlesIn('Frames from the server').sort()).toEqual(
      serverFrames.map(([type]) => type).sort(),
    );
  });

  it.each(clientFrames)('%s from clients has the documented fields', (type, schema) => {
    const documented = frameFields('Frames from clients', type);
    expect(byName(documented)).toEqual(byName(fieldsOf(schema)));
  });

  it.each(serverFrames)('%s from the server has the documented fields', (type, schema) => {
    const documented = frameFields('Frames from the server', type);
    expect(byName(documented)).toEqual(byName(fieldsOf(schema)));
  });
});

describe('types', () => {
  const named = {
    Agent,
    Assessment,
    BotNote,
    Candidate,
    Evidence,
    Message,
    Participant,
    ReadMarks,
    Reason,
    Wait,
    WaitEstimate,
    ...escalation,
    ...http,
  };
  const objects = Object.entries(named).filter(([, schema]) => isObject(schema));

  it.each(objects)('%s has the documented fields', (name, schema) => {
    expect(byName(interfaceFields(name))).toEqual(byName(fieldsOf(schema as ObjectSchema)));
  });

  it('in the document are all in the code', () => {
    const documented = [...DOCUMENT.matchAll(/^interface (\w+)/gm)].map(([, name]) => name);
    const known = [...objects.map(([name]) => name), 'SessionUpdate'];
    expect(documented.sort()).toEqual(known.sort());
  });

  it.each(Object.entries({ ...vocabulary, SystemEvent, Band, GoldCategory: http.GoldCategory }))(
    '%s has the documented values',
    (name, schema) => {
      expect(unionMembers(name)).toEqual(schema.options);
    },
  );

  it('of timers are documented with their fields', () => {
    const text = section('Queue messages');
    for (const option of Timer._zod.def.options) {
      const [, kind] =
        /"values":\["(\w+)"\]/.exec(JSON.stringify(option.shape.kind._zod.def)) ?? [];
      const line =
        text.split('\n').find((candidate) => candidate.includes(`kind: '${kind}'`)) ?? '';
      const names = [...line.matchAll(/(\w+)\??:/g)].map(([, name]) => name);
      expect(names).toEqual(Object.keys(option.shape));
    }
  });
});

describe('problem codes', () => {
  it('are documented with status and whether to try again, and no others are', () => {
    const rows = rowsIn('Problem codes').slice(1);
    expect(rows.map(([code, status, retriable]) => [code, status, retriable])).toEqual(
      Object.entries(PROBLEMS).map(([code, { status, retriable }]) => [
        `\`${code}\``,
        String(status),
        retriable ? 'yes' : 'no',
      ]),
    );
    for (const row of rows) expect(row[3]).toBeTruthy();
  });

  it('named as errors of a frame exist', () => {
    const errors = [...section('Frames from clients').matchAll(/^Errors: (.*?)(?=\n\n)/gms)];
    expect(errors.length).toBeGreaterThan(3);
    for (const [, text] of errors) {
      for (const code of quoted(text ?? '')) expect(isProblemCode(code), code).toBe(true);
    }
  });

  it('named as errors of a route or of bad input exist', () => {
    const cells = [
      ...rowsIn('HTTP')
        .slice(1)
        .map((row) => row[3] ?? ''),
      ...rowsIn('Bad input')
        .slice(1)
        .map((row) => row[1] ?? ''),
    ];
    const codes = cells.flatMap(quoted).filter((word) => !['field', 'winner'].includes(word));
    expect(codes.length).toBeGreaterThan(30);
    for (const code of codes) expect(isProblemCode(code), code).toBe(true);
  });
});

describe('the document', () => {
  it('names no frame that the code does not know', () => {
    const known = new Set<string>([
      ...clientFrames.map(([type]) => type),
      ...serverFrames.map(([type]) => type),
      ...vocabulary.ReasonCode.options,
    ]);
    const families = new Set([...known].map((name) => name.split('.')[0]));
    const named = quoted(DOCUMENT).filter(
      (word) => /^[a-z]+\.[a-z_]+$/.test(word) && families.has(word.split('.')[0]),
    );
    expect(named.length).toBeGreaterThan(30);
    for (const word of named) expect(known.has(word), word).toBe(true);
  });

  it('links only to sections that exist', () => {
    const anchors = new Set(
      [...DOCUMENT.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replace(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      ),
    );
    const links = [...DOCUMENT.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(anchors.has(link), link).toBe(true);
  });

  it.each([
    [`More than ${POLICY.ticketsPerMinute} tickets in a minute`],
    [`Single use, ${POLICY.ticketMs / 1000} s`],
    [`not seen for ${POLICY.agentSeenMs / 1000} s`],
    [`${POLICY.agentGraceMs / 1000} s after their connection ended`],
    [`stay away for ${POLICY.customerGraceMs / 1000} s`],
    [`at a time, for ${POLICY.offerMs / 1000} s`],
    [`from the last ${POLICY.stickyMs / 3_600_000} hours`],
    [`An agent has ${POLICY.agentReplyMs / 1000} s to answer`],
    [`that clock, for ${POLICY.holdMs / 60_000} minutes at most`],
    [`\`max_wait\` | ${POLICY.maxWaitMs / 60_000} minutes have passed`],
    [
      `nothing for ${POLICY.idleEndMs / 60_000} minutes after the agent;` +
        ` warned after ${POLICY.idleWarningMs / 60_000}`,
    ],
    [`without a word for ${POLICY.botIdleMs / 60_000} minutes`],
    [`same within ${POLICY.repeatContactMs / 86_400_000} days`],
    [`kind: 'offer'; sessionId: SessionId; offerId: string } // after ${POLICY.offerMs / 1000} s`],
    [`against capacity for ${POLICY.wrapUpCapacityMs / 60_000} minutes`],
    [`by itself after ${POLICY.wrapUpMs / 60_000}`],
    [`${['Zero', 'One', 'Two', 'Three', 'Four', 'Five'][POLICY.commitAttempts]} attempts met`],
    [
      `urgent ${POLICY.headStartMs.urgent / 60_000}, high ${POLICY.headStartMs.high / 60_000},` +
        ` medium ${POLICY.headStartMs.medium / 60_000}, low ${POLICY.headStartMs.low} minutes`,
    ],
  ])('states the policy as it is: %s', (statement) => {
    expect(DOCUMENT.replace(/\s+/g, ' ')).toContain(statement);
  });

  it('states the limits as they are', () => {
    const characters = limits.MAX_TEXT_CHARACTERS.toLocaleString('en');
    expect(DOCUMENT).toContain(`1 to ${characters} code points`);
    expect(DOCUMENT).toContain(`at most ${limits.MAX_FRAME_BYTES / 1024} KB`);
    expect(DOCUMENT).toContain(`up to ${limits.SNAPSHOT_BYTES / 1024} KB of transcript`);
    const closeCodes = rowsIn('Transport').flatMap(
      ([first = '']) => first.match(/\b1\d{3}\b/g) ?? [],
    );
    expect(closeCodes).toContain(String(limits.CLOSE_TOO_LARGE));
    expect(closeCodes).toContain(String(limits.CLOSE_NORMAL));
  });
});
