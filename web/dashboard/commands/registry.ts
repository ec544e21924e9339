import type { Desk } from '../app/desk.ts';
import type { ViewName } from '../app/route.ts';
import { isLive } from '../features/conversation/held.ts';
import { currentOffer } from '../features/offers/offers.ts';
import { inOrder, stepFrom } from '../features/queue/pending.ts';

/** Every command by its stable name. */
export type CommandId =
  | 'next'
  | 'previous'
  | 'open'
  | 'join'
  | 'accept-offer'
  | 'reject-offer'
  | 'reply'
  | 'note'
  | 'hold'
  | 'transfer'
  | 'release'
  | 'return-to-bot'
  | 'end'
  | 'waiting'
  | 'mine'
  | 'details'
  | 'next-pane'
  | 'previous-pane'
  | 'help'
  | 'back'
  | `view-${ViewName}`;

/** Something an agent can do by button or key. */
export interface Command {
  id: CommandId;
  label: string;
  group: 'Lists' | 'Chat' | 'Page' | 'Views';
  /** Combinations as `matches` reads them; the first is shown on buttons. */
  keys: readonly string[];
  enabled(): boolean;
  run(): void;
}

/** What commands need of the page itself. */
export interface Page {
  movePane(step: 1 | -1): void;
  focusRow(sessionId: string): void;
}

/** All commands on this workplace, in the order of the help. */
export function createCommands(desk: Desk, page: Page): Command[] {
  const view = () => desk.view.getState();
  const waiting = () => inOrder(desk.pending.current(), view().queue);
  const mine = () => [...desk.held.current().sessions.values()];
  const order = () => (view().tab === 'waiting' ? waiting() : mine());
  const selectedHeld = () => {
    const { selectedId } = view();
    return selectedId === null ? undefined : desk.held.current().sessions.get(selectedId);
  };
  const live = () => {
    const held = selectedHeld();
    return held !== undefined && isLive(held.status);
  };
  const toJoin = () => {
    const { selectedId, gone } = view();
    // Somebody else was quicker: the next press must not claim whoever is next instead.
    if (gone !== null) return null;
    const selected = selectedId !== null && desk.pending.current().cards.has(selectedId);
    return selected ? selectedId : (waiting()[0]?.sessionId ?? null);
  };
  const openOffer = () => {
    const offer = currentOffer(desk.offers.current());
    return offer?.ended === null ? offer : null;
  };
  const step = (by: 1 | -1) => {
    const next = stepFrom(order(), view().selectedId, by);
    if (next === null) return;
    desk.select(next);
    page.focusRow(next);
  };
  const onSelected = (run: (sessionId: string) => Promise<void>) => () => {
    const { selectedId } = view();
    if (selectedId !== null) void run(selectedId);
  };

  return [
    {
      id: 'next',
      label: 'Next in the list',
      group: 'Lists',
      keys: ['J'],
      enabled: () => order().length > 0,
      run: () => step(1),
    },
    {
      id: 'previous',
      label: 'Previous in the list',
      group: 'Lists',
      keys: ['K'],
      enabled: () => order().length > 0,
      run: () => step(-1),
    },
    {
      id: 'open',
      label: 'Open the focused row',
      group: 'Lists',
      keys: ['Enter'],
      // The list itself acts on Enter; it is here for the help.
      enabled: () => false,
      run: () => {},
    },
    {
      id: 'waiting',
      label: 'Show who is waiting',
      group: 'Lists',
      keys: ['W'],
      enabled: () => true,
      run: () => desk.view.setState({ tab: 'waiting' }),
    },
    {
      id: 'mine',
      label: 'Show my chats',
      group: 'Lists',
      keys: ['M'],
      enabled: () => true,
      run: () => desk.view.setState({ tab: 'mine' }),
    },
    {
      id: 'join',
      label: 'Join',
      group: 'Chat',
      keys: ['A', 'Alt+A'],
      enabled: () => toJoin() !== null && !live(),
      run: () => {
        const sessionId = toJoin();
        if (sessionId !== null) void desk.join(sessionId);
      },
    },
    {
      id: 'accept-offer',
      label: 'Accept',
      group: 'Chat',
      keys: ['Y', 'Alt+Y'],
      enabled: () => openOffer() !== null,
      run: () => {
        const offer = openOffer();
        if (offer) void desk.acceptOffer(offer.offerId);
      },
    },
    {
      id: 'reject-offer',
      label: 'Let it pass',
      group: 'Chat',
      keys: ['X', 'Alt+X'],
      enabled: () => openOffer() !== null,
      run: () => {
        const offer = openOffer();
        if (offer) void desk.rejectOffer(offer.offerId);
      },
    },
    {
      id: 'reply',
      label: 'Write a reply',
      group: 'Chat',
      keys: ['R'],
      enabled: live,
      run: () => {
        const { selectedId } = view();
        if (selectedId === null) return;
        desk.view.setState({ focus: { target: 'reply', sessionId: selectedId } });
      },
    },
    {
      id: 'note',
      label: 'Write an internal note',
      group: 'Chat',
      keys: ['N', 'Alt+N'],
      enabled: () => selectedHeld() !== undefined,
      run: () => {
        const { selectedId } = view();
        if (selectedId === null) return;
        desk.view.setState({
          detailsOpen: true,
          focus: { target: 'note', sessionId: selectedId },
        });
      },
    },
    {
      id: 'hold',
      label: 'Hold or resume',
      group: 'Chat',
      keys: ['H'],
      enabled: live,
      run: () => {
        const held = selectedHeld();
        if (held) void (held.status === 'on_hold' ? desk.resume : desk.hold)(held.sessionId);
      },
    },
    {
      id: 'transfer',
      label: 'Transfer',
      group: 'Chat',
      keys: ['T', 'Alt+T'],
      enabled: live,
      run: () => desk.view.setState(({ selectedId }) => ({ transferring: selectedId })),
    },
    {
      id: 'release',
      label: 'Release',
      group: 'Chat',
      keys: ['Alt+Q'],
      enabled: live,
      run: onSelected(desk.release),
    },
    {
      id: 'return-to-bot',
      label: 'Return to bot',
      group: 'Chat',
      keys: ['Alt+B'],
      enabled: live,
      run: onSelected(desk.returnToBot),
    },
    {
      id: 'end',
      label: 'End chat',
      group: 'Chat',
      keys: ['E'],
      enabled: live,
      // One letter is easily hit by accident and an ended chat never reopens, so the key asks.
      run: () => desk.view.setState({ dialog: 'end' }),
    },
    {
      id: 'details',
      label: 'Show or hide details',
      group: 'Page',
      keys: ['D'],
      enabled: () => view().selectedId !== null,
      run: () => desk.view.setState(({ detailsOpen }) => ({ detailsOpen: !detailsOpen })),
    },
    {
      id: 'next-pane',
      label: 'Next pane',
      group: 'Page',
      keys: ['F6'],
      enabled: () => true,
      run: () => page.movePane(1),
    },
    {
      id: 'previous-pane',
      label: 'Previous pane',
      group: 'Page',
      keys: ['Shift+F6'],
      enabled: () => true,
      run: () => page.movePane(-1),
    },
    {
      id: 'back',
      label: 'Back to the list',
      group: 'Page',
      keys: ['Escape'],
      enabled: () => view().selectedId !== null && view().dialog === null,
      run: () => {
        if (view().detailsOpen) desk.view.setState({ detailsOpen: false });
        else {
          const { selectedId } = view();
          desk.select(null);
          if (selectedId !== null) page.focusRow(selectedId);
        }
      },
    },
    {
      id: 'help',
      label: 'Keyboard shortcuts',
      group: 'Page',
      keys: ['?'],
      enabled: () => true,
      run: () => desk.view.setState({ dialog: 'help' }),
    },
  ];
}

/** The same commands by their names. */
export function byId(commands: readonly Command[]): Record<CommandId, Command> {
  return Object.fromEntries(commands.map((command) => [command.id, command])) as Record<
    CommandId,
    Command
  >;
}
