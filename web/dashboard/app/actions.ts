import type { Availability } from '../../../protocol/vocabulary.ts';
import { liveSessions } from '../features/conversation/held.ts';
import { type ActionKit, type ActionsEnvironment, createActionKit } from './action-kit.ts';
import { type ChatActions, createChatActions } from './chat-actions.ts';
import { type ClaimActions, createClaimActions } from './claim-actions.ts';

/** What an agent can do; none of these rejects: a refusal is told in words. */
export interface DeskActions
  extends ClaimActions,
    ChatActions,
    Pick<ActionKit, 'select' | 'open' | 'isBusy' | 'customerOf'> {
  /** Going offline with open chats asks first what is to become of them. */
  setAvailability(availability: Availability): Promise<void>;
  /** Goes offline without asking. */
  goOffline(): Promise<void>;
}

/** Makes the agent's commands on these stores. */
export function createActions(environment: ActionsEnvironment): DeskActions {
  const kit = createActionKit(environment);
  const { api, stores } = environment;

  async function choose(availability: Availability): Promise<void> {
    await kit.run('availability:', async () => {
      const result = await api.setAvailability(availability);
      stores.agent.setState({ agent: result.agent });
    });
  }

  return {
    ...createClaimActions(kit),
    ...createChatActions(kit),
    select: kit.select,
    open: kit.open,
    isBusy: kit.isBusy,
    customerOf: kit.customerOf,
    async setAvailability(availability) {
      if (availability === 'offline' && liveSessions(stores.held.current()).length > 0) {
        stores.view.setState({ dialog: 'go-offline' });
        return;
      }
      await choose(availability);
    },
    goOffline: () => choose('offline'),
  };
}
