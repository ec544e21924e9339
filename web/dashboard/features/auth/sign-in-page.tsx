import type { ReactNode } from 'react';
import { Brand } from '../../app/brand.tsx';
import { Button } from '../../lib/button.tsx';
import type { Auth, AuthState } from './auth.ts';
import styles from './sign-in.module.css';

/** A page with one card: sign-in, and everything that stands in its way. */
export function CardPage(props: { title: string; children: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <Brand size={32} />
        </div>
        <h1>{props.title}</h1>
        {props.children}
      </div>
    </main>
  );
}

/** What a person sees who is not signed in, or may not be here. */
export function SignInPage({ auth, state }: { auth: Auth; state: AuthState }) {
  if (state.status === 'checking') {
    return (
      <CardPage title="Signing in…">
        <p role="status">One moment.</p>
      </CardPage>
    );
  }
  if (state.status === 'not_an_agent') {
    return (
      <CardPage title="You’re not an agent yet">
        <p>
          You are signed in, but your account is in neither the agent nor the supervisor group. Ask
          whoever runs Switchboard for you to add it, then sign in again.
        </p>
        <div className={styles.actions}>
          <Button look="primary" large onPress={() => void auth.signOut()}>
            Sign out
          </Button>
        </div>
      </CardPage>
    );
  }
  return (
    <CardPage title="Agent desk">
      <p>Answer the customers whom the assistant hands over to you.</p>
      {state.status === 'signed_out' && state.reason ? <Problem state={state} /> : null}
      <div className={styles.actions}>
        <Button look="primary" large onPress={() => void auth.signIn()}>
          Sign in
        </Button>
      </div>
    </CardPage>
  );
}

function Problem({ state }: { state: Extract<AuthState, { status: 'signed_out' }> }) {
  const expired = state.reason === 'expired';
  return (
    <div className={styles.problem} role="alert">
      {expired
        ? 'You were signed out. Sign in to continue – your drafts are kept.'
        : 'Signing in did not work.'}
      {state.detail && !expired ? <small>{state.detail}</small> : null}
    </div>
  );
}
