import type { CallView, FunctionView, InvocationView } from '../contracts.ts';
import { millis, time } from './format.ts';
import { usePoll } from './use-poll.ts';

/** The functions, and the latest invocations of the chosen one. */
export function Functions(props: { functions: FunctionView[]; chosen?: string }) {
  const chosen = props.chosen ?? props.functions[0]?.name;
  return (
    <div class="columns">
      <nav class="list" aria-label="Functions">
        {props.functions.map(({ name, invocations, failures, lastMs }) => (
          <a
            key={name}
            href={`#functions/${encodeURIComponent(name)}`}
            aria-current={name === chosen ? 'true' : undefined}
          >
            <strong>{name}</strong>
            <span class="facts">
              {invocations} run{invocations === 1 ? '' : 's'}
              {failures > 0 && <span class="bad">, {failures} failed</span>}
              {lastMs !== undefined && `, last ${millis(lastMs)}`}
            </span>
          </a>
        ))}
      </nav>
      {chosen && <Invocations name={chosen} />}
    </div>
  );
}

function Invocations({ name }: { name: string }) {
  const { data, problem } = usePoll<InvocationView[]>(`functions/${encodeURIComponent(name)}`);
  return (
    <section aria-labelledby="chosen">
      <h2 id="chosen">{name}</h2>
      {problem && <p class="bad">{problem}</p>}
      {data?.length === 0 && <p class="quiet">It has not run yet.</p>}
      {data?.map((invocation) => (
        <Invocation key={invocation.id} invocation={invocation} />
      ))}
    </section>
  );
}

function Invocation({ invocation }: { invocation: InvocationView }) {
  const { at, trigger, ms, initMs, usedMemoryMb, error, calls, lines, id } = invocation;
  return (
    <details class={error ? 'row failed' : 'row'}>
      <summary>
        <time>{time(at)}</time>
        <span class="grow">{trigger}</span>
        <span class="number">
          {calls.length} call{calls.length === 1 ? '' : 's'}
        </span>
        <span class="number">{millis(ms)}</span>
        <span class="outcome">{error ? <span class="bad">failed</span> : 'ok'}</span>
      </summary>
      {error && <p class="bad">{error}</p>}
      <p class="quiet">
        Request {id}
        {initMs !== undefined && `, cold start ${millis(initMs)}`}
        {usedMemoryMb !== undefined && `, ${Math.ceil(usedMemoryMb)} MB used`}
      </p>
      {calls.length > 0 && <Calls calls={calls} />}
      {lines.length > 0 && <pre>{lines.join('\n')}</pre>}
    </details>
  );
}

function Calls({ calls }: { calls: CallView[] }) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Service</th>
            <th>Call</th>
            <th class="number">Time</th>
            <th class="number">RCU</th>
            <th class="number">WCU</th>
            <th>Error</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <tr key={call.number}>
              <td>{call.service}</td>
              <td>{call.operation}</td>
              <td class="number">{millis(call.ms)}</td>
              <td class="number">{call.readUnits || ''}</td>
              <td class="number">{call.writeUnits || ''}</td>
              <td class="bad">{call.errorType}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
