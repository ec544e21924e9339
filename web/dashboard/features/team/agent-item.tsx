import { useState } from 'react';
import type { Agent } from '../../../../protocol/agent.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Avatar, Chip } from '../../lib/badge.tsx';
import { Button } from '../../lib/button.tsx';
import { ago } from '../../lib/format.ts';
import { useNow } from '../../lib/ticker.ts';
import { plural } from '../../lib/time.ts';
import { QUEUE_WORDS } from '../../lib/words.ts';
import { standingOf } from './agents.ts';
import { ChatLine } from './chat-line.tsx';
import styles from './team.module.css';
import { STANDING_WORDS } from './words.ts';

/** One agent: whether they are there, how much they hold, and which queues they serve. */
export function AgentItem(props: {
  agent: Agent;
  /** True if the reader may change agents and read along. */
  supervised: boolean;
  watched: string | null;
  onWatch: (sessionId: string) => void;
  onEdit: () => void;
}) {
  const { agent, supervised } = props;
  const [open, setOpen] = useState(false);
  const chats = agent.sessions.length;
  const nameId = `agent-${agent.agentId}`;
  const chatsId = `chats-${agent.agentId}`;
  return (
    <li className={styles.agent} data-standing={standingOf(agent)} aria-labelledby={nameId}>
      <div className={styles.top}>
        <Avatar name={agent.name} small />
        <div className={styles.who}>
          <h3 id={nameId} dir="auto">
            {agent.name}
          </h3>
          <p dir="auto">
            {agent.team}
            {agent.supervisor ? ' · Supervisor' : ''}
          </p>
        </div>
        <StandingWords agent={agent} />
        {supervised ? (
          <Button icon="pen" label={`Edit ${agent.name}`} look="quiet" onPress={props.onEdit} />
        ) : null}
      </div>
      <div className={styles.facts}>
        <Load agent={agent} />
        {agent.queues.map((queue) => (
          <Chip key={queue}>{QUEUE_WORDS[queue]}</Chip>
        ))}
        {supervised && chats > 0 ? (
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={open}
            aria-controls={chatsId}
            onClick={() => setOpen(!open)}
          >
            {open ? 'Hide' : 'Show'} {plural(chats, 'chat')}
            <span className="visually-hidden"> of {agent.name}</span>
          </button>
        ) : null}
      </div>
      <div id={chatsId} hidden={!open}>
        {open && chats > 0 ? (
          <ul className={styles.chats} aria-label={`Chats of ${agent.name}`}>
            {agent.sessions.map((sessionId) => (
              <ChatLine
                key={sessionId}
                sessionId={sessionId}
                watched={props.watched === sessionId}
                onWatch={() => props.onWatch(sessionId)}
              />
            ))}
          </ul>
        ) : null}
      </div>
    </li>
  );
}

function StandingWords({ agent }: { agent: Agent }) {
  const standing = standingOf(agent);
  return (
    <p className={styles.standing}>
      <span className={styles.dot} aria-hidden="true" />
      <span>
        <b>{STANDING_WORDS[standing]}</b>
        {standing === 'not_connected' && agent.seenAt !== null ? (
          <LastSeen at={agent.seenAt} />
        ) : null}
      </span>
    </p>
  );
}

function LastSeen({ at }: { at: number }) {
  const { ticker } = useDesk();
  return <small>last seen {ago(useNow(ticker) - at)}</small>;
}

function Load({ agent }: { agent: Agent }) {
  const chats = agent.sessions.length;
  return (
    <span className={styles.load}>
      <meter
        aria-label={`Chats of ${agent.name}`}
        min={0}
        max={agent.capacity}
        value={Math.min(chats, agent.capacity)}
      >
        {chats} of {agent.capacity}
      </meter>
      <span className="tabular">
        {chats} of {agent.capacity}
      </span>
    </span>
  );
}
