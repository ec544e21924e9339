import { buildApp } from '../lib/app.ts';
import { rulePacks } from '../lib/rule-packs.ts';
import { buildLambdas } from '../scripts/build-lambdas.ts';
import { buildWeb } from '../scripts/build-web.ts';

// Always, rather than when something looks stale: what is deployed is what the sources say.
await Promise.all([buildLambdas(), buildWeb()]);
buildApp({ rulePacks }).synth();
