import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Auth } from '../features/auth/auth.ts';
import { SignInPage } from '../features/auth/sign-in-page.tsx';
import { ApiContext } from '../lib/api-context.ts';
import type { SiteConfig } from '../lib/config.ts';
import { HttpContext } from '../lib/http-context.ts';
import type { Preferences } from '../lib/preferences.ts';
import { DeskContext } from './desk-context.tsx';
import { DeskView } from './desk-view.tsx';
import { openWorkplace, type Workplace } from './workplace.ts';

/** Sign-in, then the desk. */
export function App(props: { config: SiteConfig; auth: Auth; preferences: StoreApi<Preferences> }) {
  const { config, auth, preferences } = props;
  const state = useStore(auth.store);
  const theme = useStore(preferences, (value) => value.theme);
  const signedIn = state.status === 'signed_in';
  const [workplace, setWorkplace] = useState<Workplace | null>(null);

  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);

  useEffect(() => {
    if (!signedIn) return;
    const queries = new QueryClient({ defaultOptions: { queries: { retry: 1 } } });
    const opened = openWorkplace({ config, auth, preferences, queries });
    setWorkplace(opened);
    return () => {
      opened.close();
      setWorkplace(null);
    };
  }, [signedIn, config, auth, preferences]);

  if (!signedIn || !workplace)
    return <SignInPage auth={auth} state={signedIn ? CHECKING : state} />;
  return (
    <QueryClientProvider client={workplace.queries}>
      <ApiContext value={workplace.api}>
        <HttpContext value={workplace.http}>
          <DeskContext value={workplace.context}>
            <DeskView />
          </DeskContext>
        </HttpContext>
      </ApiContext>
    </QueryClientProvider>
  );
}

const CHECKING = { status: 'checking' } as const;
