import type { ChatModel } from '../chat-model.ts';
import { Icon } from '../components/icons.tsx';
import type { Banner, Choice } from './banner.ts';
import { BANNER_WORDS } from './banner-words.ts';

const LABELS: Record<Choice, string> = {
  keep_waiting: BANNER_WORDS.keepWaiting,
  leave_message: BANNER_WORDS.leaveMessage,
  leave_line: BANNER_WORDS.leaveLine,
  back_to_assistant: BANNER_WORDS.backToAssistant,
  im_here: BANNER_WORDS.imHere,
};

/** What a banner begins with. */
export function Sign({ kind }: Pick<Banner, 'kind'>) {
  return kind === 'problem' || kind === 'trouble' ? (
    <Icon name="alert" />
  ) : (
    <span class="pulse" aria-hidden="true" />
  );
}

/** The buttons of a banner. */
export function Choices({ model, banner }: { model: ChatModel; banner: Banner }) {
  const cancel = () => model.session()?.cancelEscalation();
  const actions: Record<Choice, () => void> = {
    keep_waiting: () => model.session()?.keepWaiting(),
    leave_message: () => model.writeMessage(true),
    leave_line: cancel,
    back_to_assistant: cancel,
    im_here: () => model.send(BANNER_WORDS.imHere),
  };
  const choose = (choice: Choice, event: MouseEvent & { currentTarget: HTMLElement }) => {
    const dialog = event.currentTarget.closest('dialog');
    actions[choice]();
    // By keyboard (no clicks counted): the button goes, and the focus must go somewhere near.
    if (event.detail === 0) dialog?.querySelector('textarea')?.focus();
  };
  if (banner.choices.length === 0) return null;
  return (
    <div class="choices">
      {banner.choices.map((choice) => (
        <button
          key={choice}
          type="button"
          class={banner.kind === 'queued' ? 'link' : 'chip'}
          onClick={(event) => choose(choice, event)}
        >
          {LABELS[choice]}
        </button>
      ))}
    </div>
  );
}
