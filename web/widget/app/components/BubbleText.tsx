import { Fragment } from 'preact';
import { parseBotText } from '../bot-text.ts';

/** An answer of the assistant as elements: paragraphs, line breaks, lists. Never as markup. */
export function BotText({ text }: { text: string }) {
  return (
    <>
      {parseBotText(text).map((block, index) =>
        block.kind === 'list' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the text of a message never changes
          <ul key={index}>
            {block.points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the text of a message never changes
          <p key={index}>
            {block.lines.map((line, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the text of a message never changes
              <Fragment key={place}>
                {place > 0 && <br />}
                {line}
              </Fragment>
            ))}
          </p>
        ),
      )}
    </>
  );
}
