import {
  type AnsweredTurn,
  type HandoffJudge,
  type MessageJudge,
  type MessageReading,
  TOPICS,
  type Topic,
} from '../judges.ts';

/** What a developer writes down in an hour, without looking at any labelled text. */
const REQUEST =
  /\b(agent|human|representative|operator|real person|live person|live chat|customer service|advis[eo]r|(speak|talk|chat) (to|with) (a |an |some ?)?(person|one|body|people|team|manager|supervisor))\b/i;

const TOPIC_WORDS: Readonly<Record<Topic, RegExp>> = {
  billing_dispute:
    /\b(overcharg\w*|wrong(ly)? (bill|charge|amount)\w*|charged (me )?twice|double charged?|incorrect (bill|charge)|dispute|refund|unexpected charge|hidden fees?|never agreed)\b/i,
  service_outage:
    /\b(outage|down|no (internet|signal|service|connection|broadband|dial tone|network)|not working|stopped working|offline|dead|can'?t (connect|make calls))\b/i,
  cancellation:
    /\b(cancel\w*|leav(e|ing)|switch(ing)? (to|provider)|terminate|end my contract|pac code|port (out|my number))\b/i,
  fraud:
    /\b(fraud\w*|scam\w*|hack\w*|sim.?swap\w*|stolen|identity|unauthori[sz]ed|someone else|phishing)\b/i,
  legal:
    /\b(lawyer|solicitor|attorney|legal|court|sue|suing|ombudsman|regulator|ofcom|fcc|gdpr|press|journalist)\b/i,
  safety:
    /\b(emergency|999|911|112|ambulance|pacemaker|medical|oxygen|alarm|vulnerable|suicid\w*|kill myself|danger)\b/i,
};

const NEGATIVE_WORDS =
  /\b(angry|furious|annoy(ed|ing)|frustrat\w+|terrible|awful|useless|ridiculous|disgust\w+|worst|unacceptable|pathetic|rubbish|joke|fed up|sick of|disappointed|hate|stupid|idiots?|wtf|damn|hell|shit|crap|fuck\w*)\b/i;
const SHOUTING = /!!|\b[A-Z]{4,}\b/;

/** Baseline: lists of keywords, every hit a certain yes. */
export const keywordRules: MessageJudge & HandoffJudge = {
  thresholds: { request: 0.5, topic: 0.5, negative: 0.5 },
  probabilities: false,
  read,
  decide,
};

function read(text: string): Required<Pick<MessageReading, 'request' | 'topics' | 'negative'>> {
  const hit = (found: boolean): number => (found ? 1 : 0);
  const topics = Object.fromEntries(
    TOPICS.map((topic) => [topic, hit(TOPIC_WORDS[topic].test(text))]),
  ) as Record<Topic, number>;
  return {
    request: hit(REQUEST.test(text)),
    topics,
    negative: hit(NEGATIVE_WORDS.test(text) || SHOUTING.test(text)),
  };
}

/** Hands over on a request, a sensitive topic, a bad mood, or the second fallback in a row. */
function decide(turns: readonly AnsweredTurn[]): ReturnType<HandoffJudge['decide']> {
  const { request, topics, negative } = read(turns.at(-1)?.text ?? '');
  const named = TOPICS.filter((topic) => topics[topic] > 0);
  const lost = turns.length > 1 && turns.slice(-2).every(({ bot }) => bot?.fallback);
  const needed = request > 0 || negative > 0 || named.length > 0 || lost;
  const isUrgent = named.includes('fraud') || named.includes('safety');
  const isHigh = named.length > 0 || negative > 0;
  const priority = isUrgent ? 'urgent' : isHigh ? 'high' : 'medium';
  return { band: needed ? 'hand_over' : 'continue', priority };
}
