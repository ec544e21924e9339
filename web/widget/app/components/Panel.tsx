import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ChatModel } from '../chat-model.ts';
import { fitAboveKeyboard, SMALL_SCREEN } from '../viewport-fit.ts';
import { Conversation } from './Conversation.tsx';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import { PinnedBanner } from './PinnedBanner.tsx';

/** The chat's dialog: beside the page on wide screens, over it on small ones. */
export function Panel({ model, mode }: { model: ChatModel; mode: 'float' | 'page' }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { connection, footer } = model.view.value;
  const isOpen = model.isOpen.value;

  useLayoutEffect(() => {
    const it = dialog.current;
    if (!it) return;
    if (!isOpen) it.close();
    else if (!it.open) {
      // On a small screen the page behind must not be reachable.
      if (mode === 'float' && matchMedia(SMALL_SCREEN).matches) it.showModal();
      // Not `show`, which takes the focus: a panel restored by a page load must not.
      else it.open = true;
    }
  }, [isOpen, mode]);

  useEffect(() => (dialog.current ? fitAboveKeyboard(dialog.current) : undefined), []);

  const footerBefore = useRef(footer.kind);
  useLayoutEffect(() => {
    const changed = footerBefore.current !== footer.kind;
    footerBefore.current = footer.kind;
    // What had the focus is gone with the old footer; a focus elsewhere stays where it is.
    if (!changed || !isOpen || document.activeElement !== document.body) return;
    dialog.current?.querySelector<HTMLElement>('textarea, .card button')?.focus();
  }, [footer.kind, isOpen]);

  const dismiss = () => {
    if (footer.kind === 'confirm_end') model.askToEnd(false);
    else if (footer.kind === 'leave_message') model.writeMessage(false);
    else if (mode === 'float') model.close();
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    dismiss();
  };

  return (
    <>
      <dialog
        ref={dialog}
        class={`panel ${mode}`}
        aria-labelledby="title"
        onKeyDown={pressed}
        onCancel={(event) => {
          event.preventDefault();
          dismiss();
        }}
      >
        <Header model={model} closable={mode === 'float'} />
        <div role="status">
          {connection && <p class={`connection ${connection.tone}`}>{connection.text}</p>}
        </div>
        <Conversation model={model} />
        <PinnedBanner model={model} />
        <Footer model={model} />
      </dialog>
      <div class="unseen" role="log">
        {model.spoken.value.map(({ key, text }) => (
          <p key={key}>{text}</p>
        ))}
      </div>
    </>
  );
}
