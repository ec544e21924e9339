import { useState } from 'preact/hooks';
import type { ConnectionView } from '../contracts.ts';
import { span, time } from './format.ts';
import { ask, usePoll } from './use-poll.ts';

/** Who is connected, and a way to cut them off as a lost network does. */
export function Connections({ onChanged }: { onChanged: () => void }) {
  const { data, problem, refresh } = usePoll<ConnectionView[]>('connections');
  const [said, setSaid] = useState('');

  async function drop(id: string): Promise<void> {
    try {
      await ask(`connections/${encodeURIComponent(id)}`, 'DELETE');
      setSaid(`${id} dropped`);
    } catch (error) {
      setSaid(String(error));
    }
    refresh();
    onChanged();
  }

  return (
    <section aria-labelledby="chosen">
      <div class="title">
        <h2 id="chosen">Open connections</h2>
        <span role="status">{said}</span>
      </div>
      {problem && <p class="bad">{problem}</p>}
      {data?.length === 0 && <p class="quiet">Nobody is connected.</p>}
      {data !== undefined && data.length > 0 && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th>Connection</th>
                <th>Who</th>
                <th>Since</th>
                <th class="number">Idle</th>
                <th>
                  <span class="unseen">Drop</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map(({ connectionId, who, since, lastActiveAt }) => (
                <tr key={connectionId}>
                  <td>
                    <code>{connectionId}</code>
                  </td>
                  <td class="who">
                    {Object.entries(who).map(([name, value]) => (
                      <span key={name} class="fact">
                        <span class="quiet">{name}</span> <span title={value}>{brief(value)}</span>
                      </span>
                    ))}
                  </td>
                  <td>{time(since)}</td>
                  <td class="number">{span(Date.now() - lastActiveAt)}</td>
                  <td>
                    <button
                      type="button"
                      aria-label={`Drop ${connectionId}`}
                      onClick={() => drop(connectionId)}
                    >
                      Drop
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Hashes say no more in full; the whole is in the tooltip. */
function brief(value: string): string {
  return value.length > 40 ? `${value.slice(0, 12)}…` : value;
}
