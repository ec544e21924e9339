import { readFileSync } from 'node:fs';

/** The dashboard’s address, from the stack outputs that `npm start` wrote. */
export function dashboardUrl(): string {
  return JSON.parse(readFileSync('dist/test/e2e-outputs.json', 'utf8')).SwitchboardWeb.DashboardUrl;
}
