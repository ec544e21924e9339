import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { ErrorBoundary } from './app/error-boundary.tsx';
import { createAuth } from './features/auth/auth.ts';
import { createOidcClient } from './features/auth/oidc.ts';
import { CardPage } from './features/auth/sign-in-page.tsx';
import { loadConfig } from './lib/load-config.ts';
import { createPreferences } from './lib/preferences.ts';
import { asKeyValueStore, guardedStore } from './lib/storage.ts';
import './styles/tokens.css';
import './styles/base.css';

const element = document.getElementById('root');
if (!element) throw new Error('The page has no #root.');
const root = createRoot(element);

try {
  const config = await loadConfig();
  const preferences = createPreferences(guardedStore(() => localStorage));
  const tabStore = asKeyValueStore(guardedStore(() => sessionStorage));
  const homeAddress = `${location.origin}/`;
  const auth = createAuth({
    oidc: createOidcClient({ config, redirectUri: homeAddress, store: tabStore }),
    store: tabStore,
    navigate: (address) => location.assign(address),
    replaceAddress: (address) => history.replaceState(null, '', address),
    homeAddress,
  });
  root.render(
    <StrictMode>
      <ErrorBoundary>
        <App config={config} auth={auth} preferences={preferences} />
      </ErrorBoundary>
    </StrictMode>,
  );
  await auth.start(new URL(location.href));
} catch (error) {
  root.render(
    <CardPage title="Switchboard can’t start">
      <p role="alert">{error instanceof Error ? error.message : String(error)}</p>
    </CardPage>,
  );
}
