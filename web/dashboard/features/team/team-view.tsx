import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Agent } from '../../../../protocol/agent.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Loading, ViewPage } from '../../lib/view-page.tsx';
import { AgentItem } from './agent-item.tsx';
import { inTeamOrder } from './agents.ts';
import { EditAgentDialog } from './edit-agent-dialog.tsx';
import { Monitor } from './monitor.tsx';
import styles from './team.module.css';
import { useAgents } from './use-agents.ts';
import { WaitingCustomers } from './waiting-customers.tsx';

/** How often the team is read again while it is on show, in ms. */
const EVERY_MS = 5_000;

/** Who is at work, with what; supervisors read along, reassign and set limits. */
export default function TeamView() {
  const { desk } = useDesk();
  const supervisor = useStore(desk.agent, ({ agent }) => agent?.supervisor ?? false);
  const agents = useAgents({ everyMs: EVERY_MS });
  const [watched, setWatched] = useState<string | null>(null);
  const [edited, setEdited] = useState<Agent | null>(null);
  const split = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);

  function watch(sessionId: string): void {
    opener.current = document.activeElement;
    setWatched(sessionId);
  }

  // Back to where the chat was opened, or near it if that line has gone meanwhile.
  useEffect(() => {
    if (watched !== null || opener.current === null) return;
    const line = opener.current.isConnected ? opener.current : split.current?.closest('main');
    if (line instanceof HTMLElement) line.focus();
    opener.current = null;
  }, [watched]);

  return (
    <div ref={split} className={styles.split} data-watching={watched !== null}>
      <div className={styles.team}>
        <ViewPage
          title="Team"
          about={
            supervisor
              ? 'Open a chat to read along; neither the agent nor the customer sees that you do.'
              : 'Who is at work now.'
          }
          query={agents}
        >
          {supervisor ? <WaitingCustomers watched={watched} onWatch={watch} /> : null}
          {agents.data ? (
            <ul className={styles.agents} aria-label="Agents">
              {inTeamOrder(agents.data).map((agent) => (
                <AgentItem
                  key={agent.agentId}
                  agent={agent}
                  supervised={supervisor}
                  watched={watched}
                  onWatch={watch}
                  onEdit={() => setEdited(agent)}
                />
              ))}
            </ul>
          ) : (
            <Loading query={agents} what="team" />
          )}
        </ViewPage>
      </div>
      {watched !== null && supervisor ? (
        <Monitor key={watched} sessionId={watched} onClose={() => setWatched(null)} />
      ) : null}
      {edited ? <EditAgentDialog agent={edited} onClose={() => setEdited(null)} /> : null}
    </div>
  );
}
