import { describe, expect, it } from 'vitest';
import { createApp } from '../../../lambdas/http/app.ts';
import * as http from '../../../protocol/http.ts';
import { createWorld } from '../../simulation/memory/world.ts';
import { quoted, rowsIn, section } from './document.ts';

describe('routes', () => {
  const { ports } = createWorld();
  const app = createApp(ports, {
    allowedOrigins: [],
    groups: { claim: 'groups', agent: 'agent', supervisor: 'supervisor' },
  });
  const served = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);

  it('are all in the document, and no others', () => {
    const rows = rowsIn('HTTP').slice(1);
    expect(rows.flatMap(([route]) => quoted(route ?? '')).sort()).toEqual(served.toSorted());
  });

  it('name bodies and answers that exist', () => {
    for (const [, body = '', answer = ''] of rowsIn('HTTP').slice(1)) {
      for (const name of quoted(`${body} ${answer}`).filter((word) => !word.startsWith('?'))) {
        expect(Object.keys(http), name).toContain(name);
      }
    }
  });

  it('of the walk through a handoff exist', () => {
    const walked = quoted(section('A handoff, frame by frame')).filter((word) =>
      /^(GET|POST|PUT|DELETE) /.test(word),
    );
    expect(walked.length).toBeGreaterThan(5);
    for (const route of walked) expect(served).toContain(route);
  });
});
