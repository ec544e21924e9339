import { describeAgentWrites } from './agent-write-suite.ts';
import type { MakeStores } from './builders.ts';
import { describeCommits } from './commit-suite.ts';
import { describeConnections } from './connection-suite.ts';
import { describeIndexes } from './index-suite.ts';
import { describeTranscripts } from './transcript-suite.ts';

/** What every SessionStore promises. */
export function describeSessionStore(name: string, make: MakeStores): void {
  describeCommits(name, make);
  describeAgentWrites(name, make);
  describeTranscripts(name, make);
  describeConnections(name, make);
  describeIndexes(name, make);
}
