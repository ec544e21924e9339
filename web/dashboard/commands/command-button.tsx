import { useStore } from 'zustand';
import { useDesk } from '../app/desk-context.tsx';
import { Button, type ButtonProps } from '../lib/button.tsx';
import type { CommandId } from './registry.ts';

/** A command as a button: its words and its key come from the registry. */
export function CommandButton(props: {
  id: CommandId;
  icon?: ButtonProps['icon'];
  /** Instead of the command's own words, where they depend on what it acts on. */
  label?: string;
  look?: ButtonProps['look'];
  large?: boolean;
  /** Shows the command's key inside the button. */
  showKeys?: boolean;
  disabled?: boolean;
  /** The running command that makes this button wait. */
  busyKey: string;
  /** Instead of the command's own way, where a press is plainer than a key. */
  onPress?: () => void;
}) {
  const { desk, commands, preferences } = useDesk();
  const command = commands[props.id];
  const busy = useStore(desk.busy, ({ running }) => running.has(props.busyKey));
  const singleKeys = useStore(preferences, (value) => value.singleKeys);
  const keys = props.showKeys && singleKeys ? command.keys[0] : undefined;
  return (
    <Button
      {...(props.icon ? { icon: props.icon } : {})}
      look={props.look ?? 'plain'}
      large={props.large ?? false}
      keys={keys}
      disabled={props.disabled ?? false}
      pending={busy}
      onPress={props.onPress ?? command.run}
    >
      {props.label ?? command.label}
    </Button>
  );
}
