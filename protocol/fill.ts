/** Puts the values into the gaps `{…}` of a text of the policy, which names no others. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (gap, name: string) => values[name] ?? gap);
}
