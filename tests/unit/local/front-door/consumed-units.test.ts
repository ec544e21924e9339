import { describe, expect, it } from 'vitest';
import { askForUnits, takeUnits } from '../../../../local/front-door/consumed-units.ts';

const report = [
  { TableName: 'one', CapacityUnits: 2, ReadCapacityUnits: 2 },
  { TableName: 'two', CapacityUnits: 3, WriteCapacityUnits: 3 },
];
const answer = { status: 200, output: { Item: {}, ConsumedCapacity: report } };

describe('consumed units', () => {
  it('are asked for even if the client does not', () => {
    expect(askForUnits({ Key: 1 })).toEqual({ Key: 1, ReturnConsumedCapacity: 'TOTAL' });
    expect(askForUnits({ ReturnConsumedCapacity: 'NONE' })).toEqual({
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(askForUnits({ ReturnConsumedCapacity: 'INDEXES' })).toEqual({
      ReturnConsumedCapacity: 'INDEXES',
    });
  });

  it('are added up over tables, and shown only to a client that asked', () => {
    const unasked = takeUnits({ ReturnConsumedCapacity: 'NONE' }, answer);
    const asked = takeUnits({ ReturnConsumedCapacity: 'TOTAL' }, answer);

    expect(unasked).toEqual({
      units: { readUnits: 2, writeUnits: 3 },
      answer: { status: 200, output: { Item: {} } },
    });
    expect(asked.answer).toBe(answer);
  });

  it('are never shown beside an error', () => {
    const refused = {
      status: 400,
      errorType: 'X',
      output: { message: '', ConsumedCapacity: report },
    };

    const { answer: shown, units } = takeUnits({ ReturnConsumedCapacity: 'TOTAL' }, refused);

    expect(shown.output).toEqual({ message: '' });
    expect(units).toEqual({ readUnits: 2, writeUnits: 3 });
  });
});
