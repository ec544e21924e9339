import type { ChatModel } from '../chat-model.ts';
import { endOf } from './end.ts';
import { Rating } from './Rating.tsx';

/** Why the chat is over, and its rating. */
export function Ended({ model }: { model: ChatModel }) {
  const chat = model.chat.value;
  if (!chat) return null;
  const { detail, rating } = endOf(chat);
  return (
    <>
      {detail && (
        <p class="quiet" role="status">
          {detail}
        </p>
      )}
      {rating && <Rating model={model} {...rating} />}
    </>
  );
}
