import { useState } from 'preact/hooks';
import type { FaultKindView, Overview } from '../contracts.ts';

interface Order {
  kind: string;
  where?: Record<string, string>;
  rate?: number;
  count?: number;
  ms?: number;
  afterCalls?: number;
}

/** Asks for what the chosen kind can be told, and no more. */
export function FaultForm(props: {
  kinds: Readonly<Record<string, FaultKindView>>;
  overview: Overview;
  /** Answers whether it was accepted. */
  onOrder: (order: Order) => Promise<boolean>;
}) {
  const { kinds, overview } = props;
  const [kind, setKind] = useState(Object.keys(kinds)[0] ?? '');
  const [fields, setFields] = useState<Record<string, string>>({});
  const rules = kinds[kind];
  const field = (name: string) => ({
    value: fields[name] ?? '',
    onInput: (event: { currentTarget: HTMLInputElement }) =>
      setFields({ ...fields, [name]: event.currentTarget.value }),
  });
  const suggestions: Record<string, string[]> = {
    service: ['dynamodb', 'sqs', 'execute-api'],
    function: overview.functions.map(({ name }) => name),
    queue: overview.queues.map(({ name }) => name),
    table: overview.tables.map(({ name }) => name),
    index: overview.tables.flatMap(({ keys }) => keys.flatMap(({ index }) => index ?? [])),
  };

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const number = (name: string) => (fields[name] ? { [name]: Number(fields[name]) } : {});
    const aims = (rules?.aims ?? []).flatMap((aim) =>
      fields[aim] ? [[aim, fields[aim]] as const] : [],
    );
    const order: Order = {
      kind,
      ...(aims.length > 0 && { where: Object.fromEntries(aims) }),
      ...(fields.percent && { rate: Number(fields.percent) / 100 }),
      ...number('count'),
      ...(rules?.ms && number('ms')),
      ...(rules?.afterCalls && number('afterCalls')),
    };
    if (await props.onOrder(order)) setFields({});
  }

  return (
    <form class="fields" onSubmit={submit}>
      <label>
        Kind
        <select value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
          {Object.keys(kinds).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <p class="quiet whole">{rules?.does}.</p>
      {rules?.aims.map((aim) => (
        <label key={aim}>
          {aim}
          <input {...field(aim)} list={`names-${aim}`} placeholder="any" autocomplete="off" />
          <datalist id={`names-${aim}`}>
            {suggestions[aim]?.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </label>
      ))}
      <label>
        % of the time
        <input {...field('percent')} type="number" min="0" max="100" step="any" placeholder="100" />
      </label>
      <label>
        At most, times
        <input {...field('count')} type="number" min="1" placeholder="no limit" />
      </label>
      {rules?.ms && (
        <label>
          Milliseconds
          <input {...field('ms')} type="number" min="0" required={rules.ms === 'required'} />
        </label>
      )}
      {rules?.afterCalls && (
        <label>
          After SDK calls
          <input {...field('afterCalls')} type="number" min="0" placeholder="0" />
        </label>
      )}
      <button type="submit">Order</button>
    </form>
  );
}
