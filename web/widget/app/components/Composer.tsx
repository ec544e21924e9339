import { useEffect, useRef } from 'preact/hooks';
import type { ChatModel } from '../chat-model.ts';
import { checkDraft } from '../composer-limit.ts';
import { WORDS } from '../words.ts';
import { Icon } from './icons.tsx';

/** Where the customer writes: Enter sends, Shift+Enter makes a new line. */
export function Composer({ model, ended }: { model: ChatModel; ended: boolean }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = model.draft.value;
  const { sendable, hint } = checkDraft(text);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useEffect(() => {
    const it = field.current;
    if (!it || CSS.supports('field-sizing', 'content')) return;
    it.style.height = 'auto';
    it.style.height = `${it.scrollHeight}px`;
  }, [text]);

  const submit = (event: Event) => {
    event.preventDefault();
    if (!sendable) return;
    model.send(text);
    field.current?.focus();
  };
  const pressed = (event: KeyboardEvent) => {
    // While composing, Enter takes a suggestion; key code 229 is how Safari says so.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) {
      return;
    }
    submit(event);
  };

  return (
    <form class="composer" onSubmit={submit}>
      <textarea
        ref={field}
        rows={1}
        aria-label={WORDS.message}
        aria-describedby={hint ? 'hint' : undefined}
        placeholder={ended ? WORDS.placeholderEnded : WORDS.placeholder}
        dir="auto"
        enterkeyhint="send"
        value={text}
        onInput={(event) => model.setDraft(event.currentTarget.value)}
        onKeyDown={pressed}
      />
      <button type="submit" class="send" aria-label={WORDS.send} disabled={!sendable}>
        <Icon name="send" />
      </button>
      {hint && (
        <p id="hint" class={sendable ? 'hint' : 'hint over'}>
          {hint}
        </p>
      )}
    </form>
  );
}
