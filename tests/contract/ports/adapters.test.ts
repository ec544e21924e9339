import { afterAll, beforeAll } from 'vitest';
import {
  type AdapterStores,
  adapterPusher,
  adapterQueues,
  startAdapterStores,
} from './adapter-stages.ts';
import { describeAgentStore } from './agent-store-suite.ts';
import { describeFeedbackStore } from './feedback-store-suite.ts';
import { describePusher } from './pusher-suite.ts';
import { describeQueues } from './queues-suite.ts';
import { describeRecordStore } from './record-store-suite.ts';
import { describeSessionStore } from './session-store-suite.ts';
import { describeTicketStore } from './ticket-store-suite.ts';

let adapters: AdapterStores;
beforeAll(async () => {
  adapters = await startAdapterStores();
});
afterAll(() => adapters.close());
const make = () => adapters.make();

describeSessionStore('DynamoDB', make);
describeAgentStore('DynamoDB', make);
describeTicketStore('DynamoDB', make);
describeRecordStore('DynamoDB', make);
describeFeedbackStore('DynamoDB', make);
describeQueues('SQS', adapterQueues);
describePusher('@connections', adapterPusher);
