import { useEffect, useRef } from 'preact/hooks';
import type { ChatModel } from '../chat-model.ts';
import { WORDS } from '../words.ts';
import { Composer } from './Composer.tsx';
import { Icon } from './icons.tsx';

/** The lower part of the panel: the composer, or what takes its place. */
export function Footer({ model }: { model: ChatModel }) {
  const { footer } = model.view.value;
  switch (footer.kind) {
    case 'composer':
      return <Composer model={model} />;
    case 'confirm_end':
      return <ConfirmEnd model={model} />;
    case 'ended':
      return (
        <Card title={footer.title} detail={footer.detail} alert>
          <button type="button" class="primary" onClick={model.newChat}>
            {WORDS.newChat}
          </button>
        </Card>
      );
    case 'superseded':
      return (
        <Card title={WORDS.superseded} detail={WORDS.supersededDetail} alert>
          <button type="button" class="primary" onClick={model.reconnect}>
            {WORDS.useHere}
          </button>
        </Card>
      );
    case 'unavailable':
      return (
        <Card title={WORDS.unavailable} detail={footer.detail} alert>
          <button type="button" class="primary" onClick={model.reconnect}>
            {WORDS.tryAgain}
          </button>
        </Card>
      );
  }
}

function Card(props: {
  title: string;
  detail: string | null;
  alert?: boolean;
  children: preact.ComponentChildren;
}) {
  return (
    <div class="card">
      <div role={props.alert ? 'alert' : undefined}>
        <p class="strong">{props.title}</p>
        {props.detail && <p class="quiet">{props.detail}</p>}
      </div>
      <div class="actions">{props.children}</div>
    </div>
  );
}

function ConfirmEnd({ model }: { model: ChatModel }) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <Card title={WORDS.confirmEnd} detail={WORDS.confirmEndDetail}>
      <button type="button" class="danger" onClick={model.end}>
        {WORDS.endChat}
      </button>
      <button ref={keep} type="button" class="plain" onClick={() => model.askToEnd(false)}>
        {WORDS.keepChatting}
      </button>
    </Card>
  );
}

/** What stands pinned above the composer, such as the place in line. */
export function PinnedBanner({ model }: { model: ChatModel }) {
  const { banner } = model.view.value;
  return (
    <div role="status">
      {banner && (
        <div class={`banner ${banner.kind}`}>
          {banner.kind === 'problem' ? (
            <Icon name="alert" />
          ) : (
            <span class="pulse" aria-hidden="true" />
          )}
          <div>
            <p class="strong">{banner.title}</p>
            {banner.detail && <p class="quiet">{banner.detail}</p>}
            {banner.kind === 'queued' && (
              <button type="button" class="link" onClick={model.leaveLine}>
                {WORDS.leaveLine}
              </button>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
