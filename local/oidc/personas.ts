/** A person one can sign in as on the laptop. */
export interface Persona {
  /** Subject of the tokens; unique. */
  sub: string;
  name: string;
  email: string;
  team: string;
  skills: string[];
  /** Values of the group claim; without any, the tokens carry no such claim. */
  groups: string[];
}

/** Agents with different skills, a supervisor, and a person who may not enter the dashboard. */
export const DEFAULT_PERSONAS: readonly Persona[] = [
  {
    sub: 'asha',
    name: 'Asha Rao',
    email: 'asha@switchboard.example',
    team: 'Billing',
    skills: ['billing', 'retention', 'general'],
    groups: ['agent'],
  },
  {
    sub: 'ravi',
    name: 'Ravi Menon',
    email: 'ravi@switchboard.example',
    team: 'Technical Support',
    skills: ['technical', 'general', 'billing'],
    groups: ['agent'],
  },
  {
    sub: 'meera',
    name: 'Meera Nair',
    email: 'meera@switchboard.example',
    team: 'Retention',
    skills: ['retention', 'billing', 'general', 'technical'],
    groups: ['agent'],
  },
  {
    sub: 'jonas',
    name: 'Jonas Weber',
    email: 'jonas@switchboard.example',
    team: 'Supervisors',
    skills: ['billing', 'technical', 'retention', 'general'],
    groups: ['agent', 'supervisor'],
  },
  {
    sub: 'sam',
    name: 'Sam Guest',
    email: 'sam@switchboard.example',
    team: 'Visitors',
    skills: [],
    groups: [],
  },
];
