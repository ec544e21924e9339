import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';

/**
 * The one table: sessions, transcripts, agents, tickets. Two sparse indexes: `pending` holds a
 * card per waiting session, `due` the next deadline of each session.
 */
export class ConversationTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'ttl',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption:
        config.tableEncryption === 'managed'
          ? TableEncryption.AWS_MANAGED
          : TableEncryption.DEFAULT,
      deletionProtection: !config.ephemeral,
      removalPolicy: config.ephemeral ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    // Only what an agent's queue shows: a card written to the index costs a write per 1 KB.
    this.table.addGlobalSecondaryIndex({
      indexName: 'pending',
      partitionKey: { name: 'pendingQueue', type: AttributeType.STRING },
      sortKey: { name: 'pendingSort', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['card', 'version', 'customerLostAt'],
    });
    this.table.addGlobalSecondaryIndex({
      indexName: 'due',
      partitionKey: { name: 'dueShard', type: AttributeType.STRING },
      sortKey: { name: 'dueSort', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }
}
