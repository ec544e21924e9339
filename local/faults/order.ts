import { type Aim, FAULT_KINDS, type FaultKind, rulesOf } from './kinds.ts';

/** A fault as it is ordered. Without `rate` and `count` it strikes at every opportunity. */
export interface FaultOrder {
  kind: FaultKind;
  /** Only where every given name fits; `*` in a name stands for anything. */
  where?: Partial<Record<Aim, string>>;
  /** Share of opportunities it strikes at, from 0 to 1. */
  rate?: number;
  /** It is over after so many strikes. */
  count?: number;
  /** Milliseconds, for the kinds that take time. */
  ms?: number;
  /** For `killed_function`: SDK calls carried out before the end; 0, the default, is at the start. */
  afterCalls?: number;
}

/** An order that makes no sense; the message says why. */
export class FaultOrderError extends Error {
  override name = 'FaultOrderError';
}

const SERVICES = ['dynamodb', 'sqs', 'execute-api'];
const MEMBERS = ['kind', 'where', 'rate', 'count', 'ms', 'afterCalls'];
/** Longer waits are mistakes: every client has given up by then. */
const MAX_MS = 15 * 60_000;

/** Reads an order from outside. Throws `FaultOrderError` for anything it does not understand. */
export function parseOrder(input: unknown): FaultOrder {
  if (!isRecord(input)) throw new FaultOrderError('A fault is an object with a kind');
  const { kind, where, rate, count, ms, afterCalls } = input;
  if (typeof kind !== 'string' || !Object.hasOwn(FAULT_KINDS, kind)) {
    const kinds = Object.keys(FAULT_KINDS).join(', ');
    throw new FaultOrderError(`kind must be one of ${kinds}, not ${show(kind)}`);
  }
  const known = kind as FaultKind;
  const stranger = Object.keys(input).find((member) => !MEMBERS.includes(member));
  if (stranger !== undefined) throw new FaultOrderError(`${show(stranger)} is no part of a fault`);
  const order: FaultOrder = { kind: known };
  if (where !== undefined) order.where = parseWhere(known, where);
  if (rate !== undefined) order.rate = numberIn('rate', rate, 0, 1);
  if (count !== undefined) order.count = wholeNumber('count', count, 1);
  const rules = rulesOf(known);
  if (ms !== undefined) {
    if (!rules.ms) throw new FaultOrderError(`${known} takes no ms`);
    order.ms = numberIn('ms', ms, 0, MAX_MS);
  } else if (rules.ms === 'required') {
    throw new FaultOrderError(`${known} needs ms`);
  }
  if (afterCalls !== undefined) {
    if (!rules.afterCalls) throw new FaultOrderError(`${known} takes no afterCalls`);
    order.afterCalls = wholeNumber('afterCalls', afterCalls, 0);
  }
  return order;
}

function parseWhere(kind: FaultKind, where: unknown): NonNullable<FaultOrder['where']> {
  if (!isRecord(where)) throw new FaultOrderError('where must be an object of names');
  const { aims } = rulesOf(kind);
  for (const [aim, name] of Object.entries(where)) {
    if (!aims.includes(aim as Aim)) {
      throw new FaultOrderError(`${kind} can be aimed at ${aims.join(', ')}, not at ${show(aim)}`);
    }
    if (typeof name !== 'string' || name === '') {
      throw new FaultOrderError(`where.${aim} must be a name`);
    }
  }
  const { service } = where;
  const services = kind === 'latency' ? [...SERVICES, 'lambda'] : SERVICES;
  if (service !== undefined && !services.includes(String(service))) {
    throw new FaultOrderError(`where.service must be one of ${services.join(', ')}`);
  }
  return { ...where };
}

function numberIn(name: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new FaultOrderError(`${name} must be a number from ${least} to ${most}`);
}

function wholeNumber(name: string, value: unknown, least: number): number {
  if (Number.isSafeInteger(value) && Number(value) >= least) return Number(value);
  throw new FaultOrderError(`${name} must be a whole number from ${least}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
