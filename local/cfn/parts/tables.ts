import type { Deployment } from '../deployment.ts';
import { ofType, propertiesOf } from './select.ts';

interface KeyElement {
  AttributeName: string;
  KeyType: string;
}

interface Projection {
  ProjectionType?: string;
  NonKeyAttributes?: string[];
}

interface TableProperties {
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  KeySchema: KeyElement[];
  GlobalSecondaryIndexes?: { IndexName: string; KeySchema: KeyElement[]; Projection: Projection }[];
  TimeToLiveSpecification?: { AttributeName?: string; Enabled?: boolean };
}

/** One table of the template: its CreateTable input and its TTL attribute. */
export interface TablePart {
  input: {
    TableName: string;
    AttributeDefinitions: TableProperties['AttributeDefinitions'];
    KeySchema: KeyElement[];
    GlobalSecondaryIndexes?: NonNullable<TableProperties['GlobalSecondaryIndexes']>;
  };
  ttlAttribute?: string;
}

/** Finds the name of the partition key of a table or of one of its indexes. */
export function partitionKeys(
  tables: readonly TablePart[],
): (table: string, index?: string) => string | undefined {
  const names = new Map<string, string | undefined>();
  const hashOf = (schema: KeyElement[]) =>
    schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
  for (const { input } of tables) {
    names.set(input.TableName, hashOf(input.KeySchema));
    for (const { IndexName, KeySchema } of input.GlobalSecondaryIndexes ?? []) {
      names.set(`${input.TableName}/${IndexName}`, hashOf(KeySchema));
    }
  }
  return (table, index) => names.get(index === undefined ? table : `${table}/${index}`);
}

/** The tables. */
export function tableParts(deployment: Deployment): TablePart[] {
  return ofType(deployment, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map(
    (resource) => {
      const properties = propertiesOf<TableProperties>(resource);
      const indexes = properties.GlobalSecondaryIndexes?.map(
        ({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }),
      );
      const ttl = properties.TimeToLiveSpecification;
      return {
        input: {
          TableName: resource.ref,
          AttributeDefinitions: properties.AttributeDefinitions,
          KeySchema: properties.KeySchema,
          ...(indexes && { GlobalSecondaryIndexes: indexes }),
        },
        ...(ttl?.Enabled && ttl.AttributeName && { ttlAttribute: ttl.AttributeName }),
      };
    },
  );
}
