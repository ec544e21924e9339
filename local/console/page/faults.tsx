import { useState } from 'preact/hooks';
import type { FaultsView, FaultView, Overview } from '../contracts.ts';
import { FaultForm } from './fault-form.tsx';
import { ask, usePoll } from './use-poll.ts';

/** The faults in force and what they have done, and a form to order another. */
export function Faults({ overview, onChanged }: { overview: Overview; onChanged: () => void }) {
  const { data, problem, refresh } = usePoll<FaultsView>('faults');
  const [refused, setRefused] = useState('');

  async function change(method: string, path: string, body?: unknown): Promise<boolean> {
    let done = true;
    try {
      await ask(path, method, body);
      setRefused('');
    } catch (error) {
      setRefused(error instanceof Error ? error.message : String(error));
      done = false;
    }
    refresh();
    onChanged();
    return done;
  }

  if (!data) return <p class="quiet">{problem}</p>;
  const injected = Object.entries(data.injected);
  return (
    <section aria-labelledby="chosen">
      <h2 id="chosen">Order a fault</h2>
      <FaultForm
        kinds={data.kinds}
        overview={overview}
        onOrder={(order) => change('POST', 'faults', order)}
      />
      <p class="bad" role="alert">
        {refused}
      </p>
      <div class="title">
        <h2>In force</h2>
        <button
          type="button"
          disabled={data.inForce.length === 0}
          onClick={() => change('DELETE', 'faults')}
        >
          End all
        </button>
      </div>
      {data.inForce.length === 0 && <p class="quiet">Nothing goes wrong on purpose.</p>}
      <ul class="plain">
        {data.inForce.map((fault) => (
          <li key={fault.id} class="row">
            <span class="grow">
              <strong>{fault.kind}</strong> {inWords(fault)}
            </span>
            <button
              type="button"
              aria-label={`End ${fault.kind} ${fault.id}`}
              onClick={() => change('DELETE', `faults/${encodeURIComponent(fault.id)}`)}
            >
              End
            </button>
          </li>
        ))}
      </ul>
      {injected.length > 0 && (
        <>
          <h2>Injected since the start</h2>
          <p>{injected.map(([kind, count]) => `${kind} ${count}×`).join(', ')}</p>
        </>
      )}
    </section>
  );
}

function inWords({ where = {}, rate, count, ms, afterCalls, injected = 0 }: FaultView): string {
  const aims = Object.entries(where).map(([aim, name]) => `${aim} ${name}`);
  return [
    aims.length > 0 ? aims.join(', ') : 'everywhere',
    rate === undefined ? 'every time' : `${Math.round(rate * 1000) / 10} % of the time`,
    ...(count === undefined ? [] : [`at most ${count}×`]),
    ...(ms === undefined ? [] : [`${ms} ms`]),
    ...(afterCalls === undefined ? [] : [`after ${afterCalls} calls`]),
    `struck ${injected}×`,
  ].join('; ');
}
