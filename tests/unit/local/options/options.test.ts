import { describe, expect, it } from 'vitest';
import { parseStartOptions, UsageError } from '../../../../local/options.ts';

const plain = { port: 4300, quiet: false, verbose: false, watch: true, help: false };

describe('parseStartOptions', () => {
  it.each([
    [[], plain],
    [
      ['--port', '5000', '--outputs', 'out.json', '--quiet'],
      { ...plain, port: 5000, outputs: 'out.json', quiet: true },
    ],
    [['--port=0', '--data', 'kept'], { ...plain, port: 0, data: 'kept' }],
    [['--policy', 'policy.json'], { ...plain, policy: 'policy.json' }],
    [['--verbose', '--no-watch'], { ...plain, verbose: true, watch: false }],
    [['--help'], { ...plain, help: true }],
  ])('reads %j', (args, expected) => {
    expect(parseStartOptions(args)).toEqual(expected);
  });

  it.each([
    [['--prot', '1'], '--prot'],
    [['stray'], 'stray'],
    [['--port', 'many'], 'not "many"'],
    [['--port', '65530'], 'from 0 to 65529'],
    [['--port', '-1'], '--port'],
    [['--port', ''], '--port needs a number'],
    [['--outputs'], '--outputs'],
    [['--quiet', '--verbose'], 'contradict each other'],
  ])('refuses %j, saying what is wrong', (args, problem) => {
    expect(() => parseStartOptions(args)).toThrow(UsageError);
    expect(() => parseStartOptions(args)).toThrow(problem);
  });
});
