import { UnavailableError } from '../../../lambdas/domain/errors.ts';
import type { SessionStore } from '../../../lambdas/ports.ts';

/** When a commit fails: with nothing stored, or with all of it stored and the answer lost. */
export type CommitFault = 'before' | 'after';

/** The store, whose next commits meet these faults, one each. */
export function withCommitFaults(store: SessionStore, faults: CommitFault[]): SessionStore {
  return {
    ...store,
    async commit(change, now) {
      const fault = faults.shift();
      if (fault === 'before') throw new UnavailableError('unavailable');
      const result = await store.commit(change, now);
      if (fault === 'after') throw new UnavailableError('unavailable');
      return result;
    },
  };
}
