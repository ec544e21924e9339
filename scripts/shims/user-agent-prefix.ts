/** Stands in for the SDK's table of partitions where only this is asked of it: nobody sets one. */
export function getUserAgentPrefix(): string {
  return '';
}
