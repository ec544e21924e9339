import { Component, type ReactNode } from 'react';
import { CardPage } from '../features/auth/sign-in-page.tsx';
import { Button } from '../lib/button.tsx';

/** Says so when the page itself fails, instead of going blank. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  /** React's hook for a failed render. */
  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <CardPage title="Something went wrong in this page">
        <p role="alert">
          Your chats are safe on the server, and what you had not sent yet is kept. Reload to go on.
        </p>
        <Button look="primary" large onPress={() => location.reload()}>
          Reload
        </Button>
      </CardPage>
    );
  }
}
