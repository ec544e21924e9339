/** The part of vader-sentiment 1.1.3 that is used; it ships no types. */
declare module 'vader-sentiment' {
  const vader: {
    SentimentIntensityAnalyzer: {
      /** `compound` is from -1 (negative) to 1. */
      polarity_scores(text: string): { compound: number };
    };
  };
  export default vader;
}
