import { prepareAssembly } from '../../../local/assembly-source.ts';
import { type Cloud, startCloud } from '../../../local/cloud.ts';
import type { Access } from '../../../local/iam/access.ts';
import type { PolicyOverrides } from '../../../protocol/parse-policy.ts';
import { inTime } from '../../support/in-time.ts';
import { PEOPLE } from './people.ts';

/** A cloud whose every access is written down. */
export interface RecordedCloud {
  cloud: Cloud;
  /** Resolves once an access of that kind has been asked for. */
  asked(what: string, test: (access: Access) => boolean): Promise<void>;
}

/** Plays a scene in a cloud of its own and returns everything that was asked for in it. */
export async function record(
  policy: PolicyOverrides,
  scene: (recorded: RecordedCloud) => Promise<void>,
): Promise<Access[]> {
  const accesses: Access[] = [];
  const waiting = new Set<() => void>();
  const cloud = await startCloud({
    assemblyDir: await prepareAssembly(() => {}, policy),
    basePort: 0,
    personas: PEOPLE,
    onAccess(access) {
      // Whoever handles the call afterwards may change what it was given.
      accesses.push(structuredClone(access));
      for (const check of waiting) check();
    },
  });
  const asked: RecordedCloud['asked'] = (what, test) => {
    const found = new Promise<void>((resolve) => {
      const check = (): void => {
        if (!accesses.some(test)) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
    return inTime(found, what);
  };
  try {
    await scene({ cloud, asked });
  } finally {
    await cloud.close();
  }
  return accesses;
}
