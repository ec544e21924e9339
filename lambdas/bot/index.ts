import { createDictionary, UNKNOWN } from './dictionary.ts';
import { type Features, features } from './features.ts';

/**
 * Share of the similarity that whole words decide; spelling pieces decide the rest.
 * Chosen on cross-validation over the shipped articles, where 0.4 to 0.65 differ by 0.7 points.
 */
const WORD_SHARE = 0.6;

/** A sentence and the number of the group (article) it belongs to, from 0 without gaps. */
export interface IndexedDocument {
  text: string;
  group: number;
}

/** How one message relates to every document of an index. */
export interface Similarities {
  /** Cosine (0..1) with each document, by document number. */
  byDocument: Float32Array;
  /** Share (0..1) of the message's word weight in words that a document off the background has. */
  coverage: number;
  /** Share (0..1) of the message's word weight in words that some document of the group has. */
  coverageBy(group: number): number;
}

/** Finds the documents that resemble a message. */
export interface VectorIndex {
  compare(text: string): Similarities;
  /**
   * Compares a document of the index with the others as if the index had never seen it: its own
   * cosine is 0, and features that only it brings to its group are weighed as without it.
   */
  compareHeldOut(document: number): Similarities;
  /** Length of the sum of all document vectors of each group. */
  groupLengths: Float64Array;
}

/**
 * Indexes documents by weighted features. A feature is the more telling the fewer groups use it:
 * `ln(1 + G / (g + 0.5))` with `g` of `G` groups, which is TF-IDF counted over groups instead of
 * documents, so that a word said in every phrasing of one article stays a strong sign of it. Word
 * and spelling features are each scaled to unit length and mixed; a dot product is then a cosine.
 * The documents have to be ordered by group; `background` is the group that stands for all else.
 */
export function createVectorIndex(
  documents: readonly IndexedDocument[],
  background: number,
): VectorIndex {
  const dictionary = createDictionary();
  const extracted = documents.map(({ text }) => numbered(features(text), dictionary.learn));
  const featureCount = dictionary.size();
  const groups = documents.reduce((most, { group }) => Math.max(most, group + 1), 0);
  const groupOf = Uint16Array.from(documents, ({ group }) => group);
  const { starts, postingDocument, groupCount } = layOut(groupOf, extracted, featureCount);
  const weightTable = Float64Array.from({ length: groups + 1 }, (_, count) =>
    Math.log(1 + groups / (count + 0.5)),
  );

  /** In how many groups a feature is, once the document `without` (-1: none) is forgotten. */
  const groupsWith = (id: number, without: number): number => {
    if (id === UNKNOWN) return 0;
    const count = groupCount[id] as number;
    if (without < 0) return count;
    return isInGroup(id, groupOf[without] as number, without) ? count : count - 1;
  };
  const weightOf = (id: number, without: number): number =>
    weightTable[groupsWith(id, without)] as number;

  const unitWeights = (ids: readonly number[], share: number, without: number): number[] => {
    const weights = ids.map((id) => weightOf(id, without));
    let squares = 0;
    for (const weight of weights) squares += weight * weight;
    const scale = squares > 0 ? Math.sqrt(share / squares) : 0;
    return weights.map((weight) => weight * scale);
  };

  /** Whether a document of the group, other than `without`, has the feature. */
  const isInGroup = (id: number, group: number, without: number): boolean => {
    if (id === UNKNOWN) return false;
    for (let at = starts[id] as number; at < (starts[id + 1] as number); at++) {
      const document = postingDocument[at] as number;
      if (document !== without && groupOf[document] === group) return true;
    }
    return false;
  };

  const postingWeight = new Float32Array(postingDocument.length);
  const next = starts.slice(0, featureCount);
  const groupSum = new Float32Array(featureCount);
  const groupLengths = new Float64Array(groups);
  const touched: number[] = [];
  const place = (ids: readonly number[], share: number): void => {
    const weights = unitWeights(ids, share, -1);
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      const at = next[id] as number;
      next[id] = at + 1;
      postingWeight[at] = weights[i] as number;
      groupSum[id] = (groupSum[id] as number) + (weights[i] as number);
      touched.push(id);
    }
  };
  extracted.forEach(({ word, character }, document) => {
    place(word, WORD_SHARE);
    place(character, 1 - WORD_SHARE);
    const group = groupOf[document] as number;
    if (groupOf[document + 1] === group) return;
    let squares = 0;
    for (const id of touched) {
      const sum = groupSum[id] as number;
      squares += sum * sum;
      groupSum[id] = 0;
    }
    touched.length = 0;
    groupLengths[group] = Math.sqrt(squares);
  });

  const compareFeatures = (
    { single, word, character }: Features,
    without: number,
  ): Similarities => {
    const byDocument = new Float32Array(documents.length);
    const addCosines = (ids: readonly number[], share: number): void => {
      const weights = unitWeights(ids, share, without);
      for (let i = 0; i < ids.length; i++) {
        const id = ids[i] as number;
        if (id === UNKNOWN) continue;
        const weight = weights[i] as number;
        const end = starts[id + 1] as number;
        for (let at = starts[id] as number; at < end; at++) {
          const document = postingDocument[at] as number;
          byDocument[document] =
            (byDocument[document] as number) + weight * (postingWeight[at] as number);
        }
      }
    };
    addCosines(word, WORD_SHARE);
    addCosines(character, 1 - WORD_SHARE);
    if (without >= 0) byDocument[without] = 0;

    const coverageWhere = (isCovered: (id: number) => boolean): number => {
      let covered = 0;
      let all = 0;
      for (const id of single) {
        const weight = weightOf(id, without);
        all += weight;
        if (isCovered(id)) covered += weight;
      }
      return all > 0 ? covered / all : 0;
    };
    return {
      byDocument,
      coverage: coverageWhere((id) => {
        const count = groupsWith(id, without);
        return count > 1 || (count === 1 && !isInGroup(id, background, without));
      }),
      coverageBy: (group) => coverageWhere((id) => isInGroup(id, group, without)),
    };
  };

  return {
    compare: (text) => compareFeatures(numbered(features(text), dictionary.find), -1),
    compareHeldOut(document) {
      const found = extracted[document];
      if (!found) throw new RangeError(`no document ${document}`);
      return compareFeatures(found, document);
    },
    groupLengths,
  };
}

/** Replaces features by their numbers in the dictionary, each once. */
function numbered({ single, word, character }: Features, number: (f: number[]) => number[]) {
  return { single: number(single), word: number(word), character: number(character) };
}

/** Lays out, for each feature, the documents that have it, and counts their groups. */
function layOut(groupOf: Uint16Array, extracted: readonly Features[], featureCount: number) {
  const starts = new Int32Array(featureCount + 1);
  const groupCount = new Uint16Array(featureCount);
  const lastGroup = new Int32Array(featureCount).fill(-1);
  extracted.forEach(({ word, character }, document) => {
    const group = groupOf[document] as number;
    const count = (id: number): void => {
      starts[id + 1] = (starts[id + 1] as number) + 1;
      if (lastGroup[id] === group) return;
      lastGroup[id] = group;
      groupCount[id] = (groupCount[id] as number) + 1;
    };
    word.forEach(count);
    character.forEach(count);
  });
  for (let id = 0; id < featureCount; id++) {
    starts[id + 1] = (starts[id + 1] as number) + (starts[id] as number);
  }
  const next = starts.slice(0, featureCount);
  const postingDocument = new Uint16Array(starts[featureCount] as number);
  extracted.forEach(({ word, character }, document) => {
    const place = (id: number): void => {
      const at = next[id] as number;
      next[id] = at + 1;
      postingDocument[at] = document;
    };
    word.forEach(place);
    character.forEach(place);
  });
  return { starts, postingDocument, groupCount };
}
