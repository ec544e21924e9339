const FORMATS = `Formats known:
  messages.jsonl, conversations.jsonl   labelled as in docs/LABELS.md
  CLINC150      JSON {"train": [[text, intent], …], "test": …, "oos_test": …} or a list of pairs
  banking77     CSV with the columns text, category; train and test
  HINT3         CSV with the columns sentence, label; <bot>_train and <bot>_test
  NLU++         JSON list of {"text", "intents"}; test part or folds
  TweetEval     test_text.txt with test_labels.txt (0 negative, 1 neutral, 2 positive), or text, label
  airline       CSV with the columns text, airline_sentiment
  question pairs  CSV of id, question, question, 1 or 0`;

/** Data that cannot be read: names the file, what is wrong with it, and the formats known. */
export class DataError extends Error {
  override readonly name = 'DataError';

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}\n\n${FORMATS}`);
  }
}
