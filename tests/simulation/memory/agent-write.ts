import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import type { AgentWrite } from '../../../lambdas/domain/change.ts';

/** Why an agent's record refuses a write, or `null`. */
export function refusalOf(
  agent: AgentRecord | undefined,
  { take, offer, unseenSince }: AgentWrite,
): 'agent_full' | 'agent_absent' | 'agent_back' | null {
  if (unseenSince !== undefined && agent?.connectionId && (agent.seenAt ?? 0) > unseenSince) {
    return 'agent_back';
  }
  if (!take && !offer) return null;
  if (agent && agent.sessions.length >= agent.capacity) return 'agent_full';
  const seenAfter = Math.max(take?.seenAfter ?? 0, offer?.seenAfter ?? 0);
  const there = agent?.connectionId !== undefined && (agent.seenAt ?? 0) > seenAfter;
  if (!agent || !there || agent.availability === 'offline') return 'agent_absent';
  if (!offer || offer.directed) return null;
  const free =
    agent.availability === 'available' && agent.offers.length === 0 && !agent.notResponding;
  return free ? null : 'agent_absent';
}

/** The record after a write that it did not refuse. */
export function written(
  agent: AgentRecord,
  { take, leave, parked, offer, withdraw, notResponding }: AgentWrite,
  sessionId: string,
  now: number,
): AgentRecord {
  const others = agent.sessions.filter((id) => id !== sessionId);
  const offers = agent.offers.filter((id) => id !== withdraw);
  return {
    ...agent,
    sessions: take ? [...others, sessionId] : leave ? others : agent.sessions,
    parked: parked === undefined ? agent.parked : parkedAfter(agent, sessionId, parked),
    offers: offer ? [...offers, offer.offerId] : offers,
    ...(leave && { idleSince: now }),
    ...(notResponding !== undefined && { notResponding: notResponding || undefined }),
  };
}

function parkedAfter({ parked }: AgentRecord, sessionId: string, on: boolean): string[] {
  const others = parked.filter((id) => id !== sessionId);
  return on ? [...others, sessionId] : others;
}
