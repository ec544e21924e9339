import { type Route, VIEW_NAMES, VIEW_WORDS } from '../app/route.ts';
import type { Command, CommandId } from './registry.ts';

/** One command for each view; the digits are its place in the navigation. */
export function createViewCommands(route: Route): Command[] {
  return VIEW_NAMES.map((view, place) => ({
    id: `view-${view}`,
    label: VIEW_WORDS[view],
    group: 'Views',
    keys: [String(place + 1)],
    enabled: () => true,
    run: () => route.show(view),
  }));
}

/** Commands that act wherever one is, although they are not of the group `Page` or `Views`. */
const ANYWHERE: ReadonlySet<string> = new Set(['waiting', 'mine', 'accept-offer', 'reject-offer']);

/** Commands of the group `Page` that act on what only the desk shows. */
const DESK_ONLY: ReadonlySet<CommandId> = new Set(['details', 'back']);

/**
 * The same command, at rest while another view hides what it acts on: no key may end a chat that is
 * not in sight. The commands that bring up a list bring up the desk with it.
 */
export function withRoute(command: Command, route: Route): Command {
  const onDesk = () => route.store.getState().view === 'desk';
  if (command.id === 'waiting' || command.id === 'mine') {
    return {
      ...command,
      run() {
        command.run();
        route.show('desk');
      },
    };
  }
  const ofDesk =
    (command.group === 'Lists' || command.group === 'Chat') && !ANYWHERE.has(command.id);
  if (!ofDesk && !DESK_ONLY.has(command.id)) return command;
  return { ...command, enabled: () => onDesk() && command.enabled() };
}
