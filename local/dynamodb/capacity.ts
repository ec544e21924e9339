/** Units spent on one table's indexes, by index name. */
export type IndexUnits = Record<string, number>;

/** What a client asked for with `ReturnConsumedCapacity`. */
export type CapacityDetail = 'NONE' | 'TOTAL' | 'INDEXES';

/** Units one request spent on one table; `indexes` are its global secondary indexes. */
export interface TableUnits {
  kind: 'read' | 'write';
  table: number;
  indexes: IndexUnits;
}

/** Reads the request member; anything absent means no report. */
export function capacityDetail(input: Record<string, unknown>): CapacityDetail {
  const asked = input.ReturnConsumedCapacity;
  return asked === 'TOTAL' || asked === 'INDEXES' ? asked : 'NONE';
}

/**
 * One `ConsumedCapacity` member. The read or write share is always stated beside the total, so that
 * a caller need not know the operation to tell them apart.
 */
export function consumedCapacity(
  tableName: string,
  units: TableUnits,
  detail: CapacityDetail,
): Record<string, unknown> | undefined {
  if (detail === 'NONE') return undefined;
  const total = units.table + Object.values(units.indexes).reduce((sum, each) => sum + each, 0);
  const share = units.kind === 'read' ? 'ReadCapacityUnits' : 'WriteCapacityUnits';
  const count = (value: number) => ({ CapacityUnits: value, [share]: value });
  if (detail === 'TOTAL') return { TableName: tableName, ...count(total) };
  const indexes = Object.entries(units.indexes).map(([name, value]) => [name, count(value)]);
  return {
    TableName: tableName,
    ...count(total),
    Table: count(units.table),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: Object.fromEntries(indexes) }),
  };
}

/** Adds up what the members of one request spend, table by table. */
export interface UnitsByTable {
  add(tableName: string, units: number, indexes?: IndexUnits): void;
  /** The `ConsumedCapacity` list; undefined when the client asked for none. */
  report(detail: CapacityDetail): Record<string, unknown>[] | undefined;
}

/** Starts at zero for every table. */
export function createUnitsByTable(kind: TableUnits['kind']): UnitsByTable {
  const tables = new Map<string, TableUnits>();
  return {
    add(tableName, units, indexes = {}) {
      const sum = tables.get(tableName) ?? { kind, table: 0, indexes: {} };
      sum.table += units;
      for (const [index, count] of Object.entries(indexes)) addUnits(sum.indexes, index, count);
      tables.set(tableName, sum);
    },
    report: (detail) =>
      detail === 'NONE'
        ? undefined
        : [...tables]
            .map(([name, sum]) => consumedCapacity(name, sum, detail))
            .filter((one) => one !== undefined),
  };
}

/** Raises one index's count. */
export function addUnits(units: IndexUnits, index: string, count: number): void {
  units[index] = (units[index] ?? 0) + count;
}
