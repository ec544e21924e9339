import type { Bot } from '../../lambdas/bot/types.ts';

/** A bot that is sure of itself, but for words that nobody knows. */
export const modelBot: Bot = {
  answer(text) {
    const fallback = /blorp|thing|qwx/.test(text);
    return {
      text: fallback ? 'I am not sure I understood that.' : `About that: see page ${text.length}.`,
      confidence: fallback ? 0.1 : 0.9,
      fallback,
      articleId: fallback ? null : `article-${text.length}`,
      queue: null,
      choices: [],
    };
  },
};
