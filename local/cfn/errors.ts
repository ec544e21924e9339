/**
 * A template the laptop cloud cannot run as written. The message names the stack and, where there
 * is one, the logical id and type, so that the line in `lib/` can be found.
 */
export class TemplateError extends Error {
  override name = 'TemplateError';

  constructor(where: { stack: string; logicalId?: string; type?: string }, problem: string) {
    const type = where.type ? ` (${where.type})` : '';
    const at = where.logicalId ? `${where.stack} / ${where.logicalId}${type}` : where.stack;
    super(`${at}: ${problem}`);
  }
}
