import type { EngineResponse } from '../contracts.ts';

interface ConsumedCapacity {
  ReadCapacityUnits?: number;
  WriteCapacityUnits?: number;
}

/** Read and write units of one request. */
export interface ConsumedUnits {
  readUnits: number;
  writeUnits: number;
}

/** The request with a capacity report asked for, so that every call can be counted. */
export function askForUnits(input: Record<string, unknown>): Record<string, unknown> {
  return isAsked(input) ? input : { ...input, ReturnConsumedCapacity: 'TOTAL' };
}

/**
 * Adds up the report of an answer, and gives the answer back as the client wanted it: without the
 * report if it asked for none, and never with one beside an error.
 */
export function takeUnits(
  input: Record<string, unknown>,
  answer: EngineResponse,
): { answer: EngineResponse; units: ConsumedUnits } {
  const { ConsumedCapacity, ...rest } = answer.output;
  const reports = [ConsumedCapacity ?? []].flat() as ConsumedCapacity[];
  const units = { readUnits: 0, writeUnits: 0 };
  for (const report of reports) {
    units.readUnits += report.ReadCapacityUnits ?? 0;
    units.writeUnits += report.WriteCapacityUnits ?? 0;
  }
  const keepReport = isAsked(input) && !answer.errorType;
  return { units, answer: keepReport ? answer : { ...answer, output: rest } };
}

function isAsked({ ReturnConsumedCapacity: asked }: Record<string, unknown>): boolean {
  return asked !== undefined && asked !== null && asked !== 'NONE';
}
