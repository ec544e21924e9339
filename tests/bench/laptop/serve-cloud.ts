import { startCloud } from '../../../local/cloud.ts';
import { createConsoleLog } from '../../../local/console-log.ts';
import { answerParent } from './answer-parent.ts';
import { startProfiles } from './profiler.ts';

// The laptop cloud with all its parts and its log, as `npm start` runs it, for a given assembly.

const [assemblyDir = '', stack = '', output = ''] = process.argv.slice(2);
const cloud = await startCloud({
  assemblyDir,
  basePort: 0,
  console: true,
  onLog: createConsoleLog({
    quiet: false,
    verbose: false,
    colours: false,
    write: (line) => console.log(line),
  }),
});
await cloud.warm();
answerParent(cloud.outputs[stack]?.[output] ?? '', startProfiles);
