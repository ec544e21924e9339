import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { useDesk } from './desk-context.tsx';

/** Loaded when first wanted: most of a shift goes by without them. */
const HelpDialog = lazy(() => import('../commands/help-dialog.tsx'));
const EndDialog = lazy(() => import('../features/conversation/end-dialog.tsx'));
const LeavingDialog = lazy(() => import('../features/leaving/leaving-dialog.tsx'));
const TransferDialog = lazy(() => import('../features/transfer/transfer-dialog.tsx'));

/** The dialog that is open, if one is; a transfer may lie over another. */
export function Dialogs() {
  const { desk } = useDesk();
  const dialog = useStore(desk.view, (view) => view.dialog);
  const transferring = useStore(desk.view, (view) => view.transferring);
  const holds = useStore(
    desk.held,
    ({ sessions }) => transferring !== null && sessions.has(transferring),
  );
  return (
    <Suspense>
      {dialog === 'help' ? <HelpDialog /> : null}
      {dialog === 'end' ? <EndDialog /> : null}
      {dialog === 'go-offline' || dialog === 'sign-out' ? <LeavingDialog purpose={dialog} /> : null}
      {transferring !== null && holds ? <TransferDialog sessionId={transferring} /> : null}
    </Suspense>
  );
}
