import type { ChatModel } from '../chat-model.ts';
import { WORDS } from '../words.ts';
import { Card } from './Card.tsx';
import { Composer } from './Composer.tsx';
import { Later } from './Later.tsx';

/** The lower part of the panel: the composer, what stands above it, or what takes its place. */
export function Footer({ model }: { model: ChatModel }) {
  const { footer, canWrite } = model.view.value;
  return (
    <>
      <Above model={model} />
      {/* Kept over the end, so that it keeps the focus and what is being typed. */}
      {canWrite && <Composer model={model} ended={footer.kind === 'ended'} />}
    </>
  );
}

function Above({ model }: { model: ChatModel }) {
  const { footer } = model.view.value;
  switch (footer.kind) {
    case 'composer':
      return null;
    case 'confirm_end':
      return <Later>{({ ConfirmEnd }) => <ConfirmEnd model={model} />}</Later>;
    case 'leave_message':
      return (
        <div class="card">
          <Later>{({ LeaveMessage }) => <LeaveMessage model={model} />}</Later>
        </div>
      );
    case 'ended':
      return (
        <Card title={footer.title} detail={null} alert>
          <Later>{({ Ended }) => <Ended model={model} />}</Later>
          <button type="button" class="primary" onClick={model.newChat}>
            {WORDS.newChat}
          </button>
        </Card>
      );
    case 'superseded':
      return <Later>{({ Superseded }) => <Superseded model={model} />}</Later>;
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
