import { packTensors } from '../../language/pack.ts';
import type { Tensors } from '../../language/tensors.ts';
import type { IntentModel, TrainedIntents } from './model.ts';
import { NGRAM_ROWS } from './ngrams.ts';

/** The bytes of a model file; the weights lose a little, which no answer depends on. */
export function packIntents(model: TrainedIntents): Uint8Array {
  const { labels, rarity, weights, middles, confidence } = model;
  const columns = labels.length;
  const sentence = weights.sentence.length / columns;
  return packTensors(
    labels,
    { confidence },
    {
      rarity: { rows: 1, columns: NGRAM_ROWS, values: rarity, as: 'float32' },
      ngrams: { rows: NGRAM_ROWS, columns, values: weights.ngrams, as: 'int8' },
      sentence: {
        rows: columns,
        columns: sentence,
        values: transposed(weights.sentence, columns),
        as: 'int8',
      },
      bias: { rows: 1, columns, values: weights.bias, as: 'float32' },
      middles: { rows: columns, columns: sentence, values: middles, as: 'int8' },
    },
  );
}

/** The model of a file that `packIntents` made. @throws Error for any other file. */
export function unpackIntents(tensors: Tensors): IntentModel {
  const { confidence } = tensors.card as { confidence: IntentModel['confidence'] };
  return {
    labels: tensors.outputs,
    rarity: tensors.float('rarity'),
    ngrams: tensors.int8('ngrams'),
    sentence: tensors.int8('sentence'),
    bias: tensors.float('bias'),
    middles: tensors.int8('middles'),
    confidence,
  };
}

function transposed(table: Float32Array, columns: number): Float32Array {
  const rows = table.length / columns;
  return table.map((_, at) => table[(at % rows) * columns + Math.floor(at / rows)] as number);
}
