import { DEFAULT_POLICY } from '../../protocol/default-policy.ts';
import type { HandoffPolicy } from '../../protocol/policy.ts';

/** The policy in force: the defaults, and what the deployment changed. Read at every use. */
export const POLICY: HandoffPolicy = { ...DEFAULT_POLICY };
