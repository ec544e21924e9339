import { readFileSync } from 'node:fs';
import type { Persona } from './personas.ts';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** The style sheet of the issuer's pages. */
export const pickerStyles = read('./picker.css');

const layout = read('./picker.html');

/**
 * The persona picker: one form per persona, posting to `action`. The hinted persona, else the
 * first, has the focus.
 */
export function renderPicker(
  personas: readonly Persona[],
  action: string,
  hintedSub: string | null,
): string {
  const focused = personas.find(({ sub }) => sub === hintedSub) ?? personas[0];
  const items = personas.map((persona) => item(persona, action, persona === focused));
  return fill({
    title: 'Choose who you are',
    lead: 'This sign-in runs on your own machine. Nobody here has a password.',
    content: `<ul class="personas">${items.join('')}</ul>`,
  });
}

/** A page that says what is wrong, or that the sign-out is done. */
export function renderNotice(title: string, lead: string): string {
  return fill({ title: escapeHtml(title), lead: escapeHtml(lead), content: '' });
}

function item(persona: Persona, action: string, focused: boolean): string {
  const skills = persona.skills.map((skill) => `<li>${escapeHtml(skill)}</li>`).join('');
  return `<li><form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="persona" value="${escapeHtml(persona.sub)}">
<button type="submit"${focused ? ' autofocus' : ''}>
<span class="avatar" aria-hidden="true">${escapeHtml(initials(persona.name))}</span>
<span class="who"><strong>${escapeHtml(persona.name)}</strong>
<span class="team">${escapeHtml(persona.team)}</span></span>
<span class="role">${role(persona)}</span>
</button>
${skills === '' ? '' : `<ul class="skills" aria-label="Skills of ${escapeHtml(persona.name)}">${skills}</ul>`}
</form></li>`;
}

function role({ groups }: Persona): string {
  if (groups.includes('supervisor')) return 'Supervisor';
  return groups.length === 0 ? 'No access' : 'Agent';
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
}

function fill(parts: { title: string; lead: string; content: string }): string {
  return layout.replace(/\{\{(title|lead|content)\}\}/g, (_mark, name: keyof typeof parts) => {
    return parts[name];
  });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
