import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Overview } from '../contracts.ts';
import { Connections } from './connections.tsx';
import { Faults } from './faults.tsx';
import { Functions } from './functions.tsx';
import { Items } from './items.tsx';
import { Queues } from './queues.tsx';
import { usePoll } from './use-poll.ts';

const sections = ['functions', 'queues', 'items', 'connections', 'faults'] as const;
type Section = (typeof sections)[number];

/** `#queues/<name>`: the section, and what is chosen in it. */
function readHash(): { section: Section; chosen?: string } {
  const [section = '', chosen] = location.hash.slice(1).split('/').map(decodeURIComponent);
  const known = sections.find((one) => one === section);
  return known ? { section: known, ...(chosen && { chosen }) } : { section: 'functions' };
}

/** The whole page; the address says what is shown, so that going back works. */
export function App() {
  const [place, setPlace] = useState(readHash);
  useEffect(() => {
    const follow = () => setPlace(readHash());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const { data, problem, refresh } = usePoll<Overview>('overview');
  const { section, chosen } = place;

  const badges: Record<Section, number | undefined> = {
    functions: data?.functions.length,
    queues: data?.queues.reduce((sum, { visible, inFlight }) => sum + visible + inFlight, 0),
    items: undefined,
    connections: data?.connections,
    faults: data?.faultsInForce,
  };
  return (
    <>
      <header>
        <h1>Switchboard console</h1>
        <nav aria-label="Sections">
          {sections.map((one) => (
            <a key={one} href={`#${one}`} aria-current={one === section ? 'page' : undefined}>
              {one[0]?.toUpperCase()}
              {one.slice(1)}
              {badges[one] !== undefined && <span class="badge">{badges[one]}</span>}
            </a>
          ))}
        </nav>
        <p class="state" role="status">
          {problem ? <span class="bad">{problem}</span> : ''}
        </p>
      </header>
      <main>
        {data && (
          <Shown
            section={section}
            overview={data}
            {...(chosen && { chosen })}
            onChanged={refresh}
          />
        )}
      </main>
    </>
  );
}

function Shown(props: {
  section: Section;
  overview: Overview;
  chosen?: string;
  onChanged: () => void;
}): ComponentChildren {
  const { overview, chosen, onChanged } = props;
  const choice = chosen === undefined ? {} : { chosen };
  switch (props.section) {
    case 'functions':
      return <Functions functions={overview.functions} {...choice} />;
    case 'queues':
      return <Queues queues={overview.queues} {...choice} onChanged={onChanged} />;
    case 'items':
      return <Items tables={overview.tables} {...choice} />;
    case 'connections':
      return <Connections onChanged={onChanged} />;
    case 'faults':
      return <Faults overview={overview} onChanged={onChanged} />;
  }
}
