import { describeAgentStore } from './agent-store-suite.ts';
import { describeFeedbackStore } from './feedback-store-suite.ts';
import { memoryPusher, memoryQueues, memoryStores } from './memory-stages.ts';
import { describePusher } from './pusher-suite.ts';
import { describeQueues } from './queues-suite.ts';
import { describeRecordStore } from './record-store-suite.ts';
import { describeSessionStore } from './session-store-suite.ts';
import { describeTicketStore } from './ticket-store-suite.ts';

describeSessionStore('memory', memoryStores);
describeAgentStore('memory', memoryStores);
describeTicketStore('memory', memoryStores);
describeRecordStore('memory', memoryStores);
describeFeedbackStore('memory', memoryStores);
describeQueues('memory', memoryQueues);
describePusher('memory', memoryPusher);
