import { useEffect, useState } from 'preact/hooks';
import type { ItemsView, KeyView, TableView } from '../contracts.ts';
import { ask } from './use-poll.ts';

interface Question {
  index: string;
  partition: string;
  sort: string;
  order: string;
}

const anything: Question = { index: '', partition: '', sort: '', order: 'oldest' };

/** The items of a table: by partition key, or all of them page by page. */
export function Items(props: { tables: TableView[]; chosen?: string }) {
  const table = props.tables.find(({ name }) => name === props.chosen) ?? props.tables[0];
  if (!table) return <p class="quiet">There is no table.</p>;
  return (
    <>
      {props.tables.length > 1 && (
        <nav class="tabs" aria-label="Tables">
          {props.tables.map(({ name }) => (
            <a
              key={name}
              href={`#items/${encodeURIComponent(name)}`}
              aria-current={name === table.name ? 'true' : undefined}
            >
              {name}
            </a>
          ))}
        </nav>
      )}
      <Table key={table.name} table={table} />
    </>
  );
}

function Table({ table }: { table: TableView }) {
  const [form, setForm] = useState(anything);
  const [asked, setAsked] = useState(anything);
  const [pages, setPages] = useState<string[]>([]);
  const [shown, setShown] = useState<ItemsView>();
  const [problem, setProblem] = useState('');
  const key = table.keys.find(({ index = '' }) => index === form.index) ?? table.keys[0];

  async function show(question: Question, starts: string[]): Promise<void> {
    const next = starts.at(-1) ?? '';
    const query = new URLSearchParams({ ...question, next });
    try {
      setShown(await ask<ItemsView>(`tables/${encodeURIComponent(table.name)}?${query}`));
      setAsked(question);
      setPages(starts);
      setProblem('');
    } catch (error) {
      setProblem(String(error));
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the first page.
  useEffect(() => void show(anything, []), []);

  const set = (change: Partial<Question>) => setForm({ ...form, ...change });
  const next = shown?.next;
  return (
    <section aria-labelledby="chosen">
      <h2 id="chosen">{table.name}</h2>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void show(form, []);
        }}
      >
        <label>
          Key
          <select
            value={form.index}
            onChange={(event) => set({ index: event.currentTarget.value })}
          >
            {table.keys.map(({ index = '' }) => (
              <option key={index} value={index}>
                {index || 'table'}
              </option>
            ))}
          </select>
        </label>
        <label class="wide">
          {key?.partition.name} is
          <input
            value={form.partition}
            placeholder="empty: all items"
            onInput={(event) => set({ partition: event.currentTarget.value })}
          />
        </label>
        {key?.sort && (
          <label class="wide">
            {key.sort.name} {key.sort.type === 'N' ? 'is' : 'begins with'}
            <input
              value={form.sort}
              disabled={form.partition === ''}
              onInput={(event) => set({ sort: event.currentTarget.value })}
            />
          </label>
        )}
        <label>
          Order
          <select
            value={form.order}
            disabled={form.partition === ''}
            onChange={(event) => set({ order: event.currentTarget.value })}
          >
            <option value="oldest">ascending</option>
            <option value="newest">descending</option>
          </select>
        </label>
        <button type="submit">Show</button>
      </form>
      <p class="bad" role="alert">
        {problem}
      </p>
      {shown?.items.length === 0 && <p class="quiet">No items.</p>}
      {shown?.items.map((item) => (
        <Item key={idOf(item, table.keys[0])} item={item} own={table.keys[0]} />
      ))}
      <p class="pages">
        {pages.length > 0 && (
          <button type="button" onClick={() => show(asked, pages.slice(0, -1))}>
            Page before
          </button>
        )}
        {next !== undefined && (
          <button type="button" onClick={() => show(asked, [...pages, next])}>
            Next page
          </button>
        )}
      </p>
    </section>
  );
}

function Item({ item, own }: { item: Record<string, unknown>; own: KeyView | undefined }) {
  return (
    <details class="row">
      <summary>
        <span class="cut">{String(item[own?.partition.name ?? ''])}</span>
        {own?.sort && <span class="grow cut">{String(item[own.sort.name])}</span>}
        <span class="number">{Object.keys(item).length} attributes</span>
      </summary>
      <pre>{JSON.stringify(item, null, 2)}</pre>
    </details>
  );
}

function idOf(item: Record<string, unknown>, own: KeyView | undefined): string {
  return JSON.stringify([item[own?.partition.name ?? ''], item[own?.sort?.name ?? '']]);
}
