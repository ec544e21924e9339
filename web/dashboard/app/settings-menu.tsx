import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Popover } from 'react-aria-components/Popover';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useStore } from 'zustand';
import availability from '../features/availability/availability.module.css';
import { Button } from '../lib/button.tsx';
import type { Preferences } from '../lib/preferences.ts';
import { useDesk } from './desk-context.tsx';
import styles from './top-bar.module.css';

const THEMES = { auto: 'Auto', light: 'Light', dark: 'Dark' } as const;

/** How this person wants the page, and the way out. */
export function SettingsMenu() {
  const { desk, preferences, signOut } = useDesk();
  const theme = useStore(preferences, (value) => value.theme);
  return (
    <DialogTrigger>
      <Button icon="settings" label="Settings" look="quiet" />
      <Popover className={styles.settings ?? ''} placement="bottom end">
        <Dialog className={styles.dialog ?? ''}>
          {({ close }) => (
            <>
              <Heading slot="title" level={2}>
                Settings
              </Heading>
              <div className={styles.setting}>
                Appearance
                <ToggleButtonGroup
                  aria-label="Appearance"
                  className={availability.group ?? ''}
                  selectionMode="single"
                  disallowEmptySelection
                  selectedKeys={[theme]}
                  onSelectionChange={([chosen]) =>
                    preferences.setState({ theme: chosen as Preferences['theme'] })
                  }
                >
                  {Object.entries(THEMES).map(([id, words]) => (
                    <ToggleButton key={id} id={id} className={availability.option ?? ''}>
                      {words}
                    </ToggleButton>
                  ))}
                </ToggleButtonGroup>
              </div>
              <div className={styles.rows}>
                <Toggle name="sound" words="Sound for new chats" />
                <Toggle name="desktopNotifications" words="Desktop notifications" />
                <Toggle name="singleKeys" words="Single-key shortcuts" />
              </div>
              <div className={styles.foot}>
                <Button
                  icon="help"
                  onPress={() => {
                    close();
                    desk.view.setState({ dialog: 'help' });
                  }}
                >
                  Keyboard shortcuts
                </Button>
                <Button
                  icon="out"
                  onPress={() => {
                    close();
                    signOut();
                  }}
                >
                  Sign out
                </Button>
              </div>
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Toggle(props: { name: 'sound' | 'desktopNotifications' | 'singleKeys'; words: string }) {
  const { name, words } = props;
  const { preferences, desk } = useDesk();
  const on = useStore(preferences, (value) => value[name]);
  async function change(next: boolean): Promise<void> {
    if (name === 'desktopNotifications' && next) {
      const answer = 'Notification' in window ? await Notification.requestPermission() : 'denied';
      if (answer !== 'granted') {
        desk.notices.show('info', 'The browser does not allow notifications from this page.');
        return;
      }
    }
    preferences.setState({ [name]: next });
  }
  return (
    <label className={styles.toggle}>
      {words}
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        onChange={(event) => void change(event.target.checked)}
      />
    </label>
  );
}
