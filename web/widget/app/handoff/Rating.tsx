import { useState } from 'preact/hooks';
import type { ChatModel } from '../chat-model.ts';
import type { RatingState } from './end.ts';
import { HANDOFF_WORDS } from './handoff-words.ts';

/** One tap rates the chat; a comment may follow. */
export function Rating({ model, name, score, problem }: { model: ChatModel } & RatingState) {
  const [chosen, setChosen] = useState(score);
  const [comment, setComment] = useState('');
  const [commented, setCommented] = useState(false);

  const rate = (next: number, sent = commented) => {
    setChosen(next);
    const told = comment.trim();
    model.session()?.submitCsat({ score: next, ...(sent && told ? { comment: told } : {}) });
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (chosen === null || comment.trim() === '') return;
    setCommented(true);
    rate(chosen, true);
  };
  // A refusal from before the rating is none of the rating.
  const refused = chosen !== null && problem;
  const thanks = commented ? HANDOFF_WORDS.thanksForComment : HANDOFF_WORDS.thanks;

  return (
    <div class="rating">
      <fieldset>
        <legend>{HANDOFF_WORDS.rate(name)}</legend>
        <div class="scores">
          {HANDOFF_WORDS.scores.map((meaning, index) => (
            <button
              key={meaning}
              type="button"
              aria-pressed={chosen === index + 1}
              aria-label={HANDOFF_WORDS.score(index + 1, meaning)}
              title={meaning}
              onClick={() => rate(index + 1)}
            >
              {index + 1}
            </button>
          ))}
        </div>
        <div class="ends quiet" aria-hidden="true">
          <span>{HANDOFF_WORDS.scores[0]}</span>
          <span>{HANDOFF_WORDS.scores.at(-1)}</span>
        </div>
      </fieldset>
      <div role="status">{score !== null && !refused && <p class="strong">{thanks}</p>}</div>
      <div role="alert">{refused && <p class="fault">{HANDOFF_WORDS.notRated(refused)}</p>}</div>
      {chosen !== null && (!commented || refused) && (
        <form onSubmit={submit}>
          <label for="comment">{HANDOFF_WORDS.comment}</label>
          <div class="line">
            <input
              id="comment"
              type="text"
              dir="auto"
              maxLength={1000}
              value={comment}
              onInput={(event) => setComment(event.currentTarget.value)}
            />
            <button type="submit" class="plain" disabled={comment.trim() === ''}>
              {HANDOFF_WORDS.sendComment}
            </button>
          </div>
        </form>
      )}
    </div>
  );
}
