import { validate, version } from 'uuid';
import { expect, it } from 'vitest';
import { MessageId } from '../../../../protocol/primitives.ts';
import { uuidV7 } from '../../../../web/chat-client/uuid-v7.ts';

it('makes UUIDs of version 7 that sort by time and never repeat', () => {
  const times = [1, Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1) + 1];
  const ids = times.map(uuidV7);
  for (const id of ids) {
    expect(validate(id)).toBe(true);
    expect(version(id)).toBe(7);
    expect(MessageId.safeParse(id).success).toBe(true);
  }
  expect([...ids].sort()).toEqual(ids);
  expect(Number.parseInt((ids[1] ?? '').replace('-', '').slice(0, 12), 16)).toBe(times[1]);
  expect(new Set(Array.from({ length: 1000 }, () => uuidV7(5))).size).toBe(1000);
});
